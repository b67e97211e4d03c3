// The chat page: draws what /page/events tells and sends what the visitor does.
// Text from messages becomes text nodes only, never markup.

import {element, formatted, link, moment, speak} from './formatting.js';
import {WORDS} from './words.js';

const TOAST_SECONDS = 3.5;
const $ = (id) => document.getElementById(id);
const drawn = new Map(); // message id → {revision, item}
let seen = null; // the last state from the server
let events = null;
let early = false; // something was to be sent before there was a first state
let typingEnds = 0; // a timer
let wantedUser = sessionStorage.getItem('user') ?? '';

const word = (name) => WORDS[seen?.language ?? 'en'][name] ?? name;

// —— Talking to the server

async function send(route, body) {
  const response = await fetch(`/page/${route}`, {
    method: 'POST',
    headers: {'Content-Type': 'application/json'},
    body: JSON.stringify({user: seen.me, ...body}),
  });
  return response.ok ? response.json() : {};
}

function listen() {
  events?.close();
  events = new EventSource(`/page/events?user=${encodeURIComponent(wantedUser || 0)}`);
  events.onopen = () => { $('lost').hidden = true; };
  events.onerror = () => { $('lost').textContent = word('lost'); $('lost').hidden = false; };
  events.onmessage = (event) => show(JSON.parse(event.data));
}

const say = (text) => send('say', {text});

// —— Drawing the state

function show(state) {
  const first = seen === null;
  const other = seen?.me !== state.me;
  const tongue = seen?.language !== state.language;
  seen = state;
  if (other) clear();
  if (other || tongue) showWords();
  showSwitches();
  showRegisters(other || tongue);
  showMessages(tongue);
  showTyping();
  showMenu(first ? !typedCommand() : $('menu').hidden, typedCommand());
  if (first && early) $('composer').requestSubmit();
}

// Over after a while, or with the state that the bot's next message brings.
function showTyping() {
  clearTimeout(typingEnds);
  $('bot-note').classList.toggle('typing', seen.typing > 0);
  $('bot-note').textContent = word(seen.typing > 0 ? 'typing' : 'note');
  if (seen.typing > 0) typingEnds = setTimeout(() => show({...seen, typing: 0}), seen.typing * 1000);
}

function clear() {
  drawn.clear();
  $('messages').replaceChildren();
}

function showWords() {
  document.documentElement.lang = seen.language;
  speak(seen.language);
  const texts = {
    'bot-name': seen.bot.name, 'panel-title': word('title'),
    'panel-text': word('text'), 'panel-fine': word('fine'), 'welcome-title': word('welcome'),
    'welcome-text': word('welcomeText'), start: word('start'),
  };
  for (const [id, text] of Object.entries(texts)) $(id).textContent = text;
  $('input').placeholder = word('input');
  const labels = {
    input: 'input', send: 'send', 'open-menu': 'menu', 'open-panel': 'faults',
    'close-panel': 'close', users: 'users', languages: 'languages', messages: 'chat',
  };
  for (const [id, name] of Object.entries(labels)) $(id).setAttribute('aria-label', word(name));
}

function showSwitches() {
  choices($('users'), seen.users.map(({id, name}) => [id, name]), seen.me, (id) => {
    if (id === seen.me) return;
    wantedUser = String(id);
    sessionStorage.setItem('user', wantedUser);
    show({...seen, me: id, messages: [], typing: 0}); // what is written from now on is this user's
    listen();
  });
  const tongues = Object.keys(WORDS).map((code) => [code, code.toUpperCase()]);
  choices($('languages'), tongues, seen.language, (language) => send('language', {language}));
}

function choices(place, options, chosen, choose) {
  const known = JSON.stringify(options);
  if (place.dataset.known !== known) {
    place.dataset.known = known;
    place.replaceChildren(...options.map(([value, label]) =>
      element('button', {type: 'button', textContent: label, onclick: () => choose(value)})));
  }
  options.forEach(([value], index) =>
    place.children[index].setAttribute('aria-pressed', String(value === chosen)));
}

function showRegisters(anew) {
  const place = $('registers');
  if (anew || !place.children.length) place.replaceChildren(...seen.registers.map(registerCard));
  seen.registers.forEach(({fault}, index) => {
    const card = place.children[index];
    card.classList.toggle('ill', fault !== 'works');
    card.querySelector('select').value = fault;
  });
  const healthy = seen.registers.every(({fault}) => fault === 'works');
  document.querySelector('.dot').hidden = healthy;
}

function registerCard({login, label}) {
  const select = element('select', {id: `fault-${login}`});
  select.append(...seen.faults.map((name) => element('option', {value: name, textContent: word(name)})));
  select.onchange = () => send('fault', {login, fault: select.value});
  const pay = element('button', {type: 'button', textContent: `+ ${word('payment')}`});
  pay.onclick = () => { send('payment', {login}); toast(word('paid')); };
  return element('div', {className: 'register'},
    element('label', {htmlFor: select.id, textContent: label}), select, pay);
}

function showMessages(anew) {
  const box = $('scroll');
  const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 80;
  const alive = new Set(seen.messages.map(({id}) => id));
  for (const [id, {item}] of drawn) if (!alive.has(id)) { item.remove(); drawn.delete(id); }
  let arrived = false;
  for (const message of seen.messages) {
    const before = drawn.get(message.id);
    if (before && before.revision === message.revision && !anew) continue;
    const item = messageItem(message);
    item.classList.add(before ? 'changes' : 'arrives');
    if (before) replaceKeepingFocus(before.item, item); else { $('messages').append(item); arrived = true; }
    drawn.set(message.id, {revision: message.revision, item});
  }
  $('welcome').hidden = seen.messages.length > 0;
  $('messages').hidden = seen.messages.length === 0;
  if (arrived || atEnd) box.scrollTop = box.scrollHeight;
}

function replaceKeepingFocus(before, after) {
  const keys = [...before.querySelectorAll('.key')];
  const focused = keys.indexOf(document.activeElement);
  before.replaceWith(after);
  if (focused >= 0) (after.querySelectorAll('.key')[focused] ?? $('input')).focus();
}

function messageItem(message) {
  const words = element('span', {className: 'words'}, ...formatted(message.text, message.entities, say));
  const at = new Date(message.date * 1000);
  const clock = at.toLocaleTimeString(seen.language, {hour: '2-digit', minute: '2-digit'});
  const stamp = element('span', {className: 'stamp', title: at.toLocaleString(seen.language)},
    message.edited ? `${word('edited')} ${clock}` : clock);
  const bubble = element('div', {className: 'bubble'}, words, stamp);
  if (message.file) bubble.prepend(element('div', {className: 'file', textContent: message.file}));
  const card = element('div', {className: message.keyboard.length ? 'card keys' : 'card'}, bubble);
  for (const row of message.keyboard) {
    card.append(element('div', {className: 'key-row'}, ...row.map((key) => keyOf(message, key))));
  }
  return element('li', {className: message.from_bot ? 'bot' : 'me'}, card);
}

// A relative time ages by itself.
setInterval(() => {
  for (const time of document.querySelectorAll('time[data-format="r"]')) {
    const now = moment(time.dataset);
    if (time.textContent !== now) time.textContent = now;
  }
}, 1000);

// —— Keys

function keyOf(message, key) {
  const kind = key.copy ? 'copy' : key.url ? 'url' : '';
  const className = ['key', key.style ?? '', kind].join(' ').trim();
  if (key.url) {
    const anchor = link(key.url, [key.label]);
    anchor.className = className;
    return anchor;
  }
  const node = element('button', {type: 'button', className, textContent: key.label});
  node.onclick = () => (key.copy ? copy(key.copy) : press(message, key, node));
  return node;
}

async function press(message, key, node) {
  if (!key.data || node.getAttribute('aria-busy') === 'true') return;
  node.setAttribute('aria-busy', 'true');
  const answer = await send('press', {message: message.id, data: key.data}).catch(() => ({}));
  node.removeAttribute('aria-busy');
  if (answer.text) (answer.alert ? alertWith : toast)(answer.text);
}

async function copy(text) {
  await navigator.clipboard.writeText(text).catch(() => copyByHand(text));
  toast(`${word('copied')}: ${text}`);
}

function copyByHand(text) {
  const area = element('textarea', {value: text});
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}

function toast(text) {
  const node = element('div', {className: 'toast', textContent: text});
  $('toasts').append(node);
  setTimeout(() => node.remove(), TOAST_SECONDS * 1000);
}

function alertWith(text) {
  $('alert-text').textContent = text;
  $('alert').showModal();
}

// —— Writing, the menu and the panel

function showMenu(hidden, typed = '') {
  if (!seen) return;
  const fitting = seen.menu.filter(({command}) => `/${command}`.startsWith(typed));
  const rows = fitting.map(({command, description}) => element('button', {
    type: 'button', onclick: () => { say(`/${command}`); write(''); },
  }, element('b', {textContent: `/${command}`}), element('span', {textContent: description})));
  const none = element('p', {textContent: word('noMenu')});
  $('menu').replaceChildren(...(seen.menu.length ? rows : [none]));
  $('menu').hidden = hidden || (Boolean(typed) && !rows.length);
  $('open-menu').setAttribute('aria-expanded', String(!$('menu').hidden));
}

function write(text) {
  const input = $('input');
  input.value = text;
  input.style.height = 'auto';
  input.style.height = `${input.scrollHeight + 2}px`;
  showMenu(!typedCommand(), typedCommand());
}

function typedCommand() {
  const text = $('input').value;
  return /^\/\w*$/.test(text) ? text : '';
}

function openPanel(open) {
  $('panel').classList.toggle('open', open);
  $('open-panel').setAttribute('aria-expanded', String(open));
  (open ? $('close-panel') : $('open-panel')).focus();
}

$('composer').onsubmit = (event) => {
  event.preventDefault();
  early = !seen;
  if (early) return; // it stays where it was typed until it can be sent
  const text = $('input').value;
  write('');
  if (text.trim()) say(text).catch(() => { if (!$('input').value) write(text); });
};
$('input').oninput = () => write($('input').value);
$('input').onkeydown = (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    $('composer').requestSubmit();
  }
};
$('start').onclick = () => say('/start');
$('open-menu').onclick = () => showMenu(!$('menu').hidden);
$('open-panel').onclick = () => openPanel(!$('panel').classList.contains('open'));
$('close-panel').onclick = () => openPanel(false);
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  showMenu(true);
  if ($('panel').classList.contains('open')) openPanel(false);
});
document.addEventListener('click', (event) => {
  if (!event.target.closest('.composer')) showMenu(true);
});

listen();
