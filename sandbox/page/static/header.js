// The bar on top: the bot and what it is doing, who writes to it, and in which language.

import {byId, element} from './elements.js';
import {languages, send, session, word} from './session.js';

let typingEnds = 0; // a timer

// `switchUser`: called with the id of the user to write as.
export function showHeader(switchUser) {
  const {bot, users, me, language} = session.state;
  byId('bot-name').textContent = bot.name;
  showChoices(byId('users'), users.map(({id, name}) => [id, name]), me, switchUser);
  const codes = languages.map((code) => [code, code.toUpperCase()]);
  showChoices(byId('languages'), codes, language, (code) => send('language', {language: code}));
  showTyping();
}

function showChoices(place, options, chosen, choose) {
  const known = JSON.stringify(options);
  if (place.dataset.known !== known) {
    place.dataset.known = known;
    place.replaceChildren(...options.map(([value, label]) =>
      element('button', {type: 'button', textContent: label, onclick: () => choose(value)})));
  }
  options.forEach(([value], index) =>
    place.children[index].setAttribute('aria-pressed', String(value === chosen)));
}

// Ends after a while, or with the state that the bot's next message brings.
function showTyping() {
  clearTimeout(typingEnds);
  const {typing, action} = session.state;
  byId('bot-note').classList.toggle('typing', typing > 0);
  byId('bot-note').textContent = word(typing > 0 ? action : 'note');
  if (typing > 0) typingEnds = setTimeout(endTyping, typing * 1000);
}

function endTyping() {
  session.state.typing = 0;
  showTyping();
}
