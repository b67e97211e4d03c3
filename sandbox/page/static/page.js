// The chat page: draws the states that /page/events sends, each part in its own module.

import {showComposer} from './composer.js';
import {byId} from './elements.js';
import {showHeader} from './header.js';
import {clearMessages, showMessages} from './messages.js';
import {showRegisters} from './panel.js';
import {session, word} from './session.js';

const TEXTS = {
  'panel-title': 'panelTitle', 'panel-text': 'panelText', 'panel-footnote': 'footnote',
  'welcome-title': 'welcome', 'welcome-text': 'welcomeText', start: 'start',
};
const LABELS = {
  input: 'input', send: 'send', 'open-menu': 'menu', 'open-panel': 'faults',
  'close-panel': 'close', users: 'users', languages: 'languages', messages: 'chat',
};

let events = null;
let wantedUser = sessionStorage.getItem('user') ?? '';

function listen() {
  events?.close();
  events = new EventSource(`/page/events?user=${encodeURIComponent(wantedUser || 0)}`);
  events.onopen = () => { byId('lost').hidden = true; };
  events.onerror = () => { byId('lost').textContent = word('lost'); byId('lost').hidden = false; };
  events.onmessage = (event) => show(JSON.parse(event.data));
}

function show(state) {
  const before = session.state;
  const otherUser = before?.me !== state.me;
  const otherLanguage = before?.language !== state.language;
  session.state = state;
  if (otherUser) clearMessages();
  if (otherLanguage) showWords();
  showHeader(switchUser);
  showRegisters(otherLanguage);
  showMessages(otherLanguage);
  showComposer(before === null);
}

function showWords() {
  document.documentElement.lang = session.state.language;
  document.title = word('title');
  byId('input').placeholder = word('input');
  for (const [id, name] of Object.entries(TEXTS)) byId(id).textContent = word(name);
  for (const [id, name] of Object.entries(LABELS)) byId(id).setAttribute('aria-label', word(name));
}

function switchUser(id) {
  if (id === session.state.me) return;
  wantedUser = String(id);
  sessionStorage.setItem('user', wantedUser);
  // From now on this user writes, even before the server's next state.
  show({...session.state, me: id, messages: [], typing: 0});
  listen();
}

listen();
