// The messages of the chat: draws those that are new or changed, and leaves the others alone.

import {byId, element} from './elements.js';
import {formatted} from './formatting.js';
import {keyRows} from './keyboard.js';
import {fileNode, pictureNode} from './media.js';
import {session, word} from './session.js';
import {clock, fullDate} from './times.js';

const NEAR_END_PIXELS = 80;
const drawn = new Map(); // message id → {revision, item}

export function clearMessages() {
  drawn.clear();
  byId('messages').replaceChildren();
}

// `redraw`: also what has not changed, in another language.
export function showMessages(redraw) {
  const {messages} = session.state;
  const box = byId('scroll');
  const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PIXELS;
  removeAllBut(new Set(messages.map(({id}) => id)));
  const stale = messages.filter(({id, revision}) => redraw || drawn.get(id)?.revision !== revision);
  const arrived = stale.map(drawMessage).includes('arrived');
  byId('welcome').hidden = messages.length > 0;
  byId('messages').hidden = messages.length === 0;
  if (arrived || atEnd) box.scrollTop = box.scrollHeight;
}

function removeAllBut(alive) {
  for (const [id, {item}] of drawn) if (!alive.has(id)) { item.remove(); drawn.delete(id); }
}

function drawMessage(message) {
  const before = drawn.get(message.id)?.item;
  const item = messageItem(message);
  item.classList.add(before ? 'changes' : 'arrives');
  if (before) replaceKeepingFocus(before, item); else byId('messages').append(item);
  drawn.set(message.id, {revision: message.revision, item});
  return before ? 'changed' : 'arrived';
}

function replaceKeepingFocus(before, after) {
  const focused = [...before.querySelectorAll('.key')].indexOf(document.activeElement);
  before.replaceWith(after);
  if (focused >= 0) (after.querySelectorAll('.key')[focused] ?? byId('input')).focus();
}

function messageItem(message) {
  const content = element('span', {className: 'content'}, ...formatted(message.text, message.entities));
  const bubble = element('div', {className: 'bubble'}, content, stamp(message));
  if (message.picture) bubble.prepend(pictureNode(message.picture));
  if (message.file) bubble.prepend(fileNode(message.file));
  const card = element('div', {className: message.keyboard.length ? 'card keys' : 'card'}, bubble);
  card.append(...keyRows(message));
  return element('li', {className: message.from_bot ? 'bot' : 'me'}, card);
}

const stamp = ({date, edited}) => element('span', {className: 'stamp', title: fullDate(date)},
  edited ? `${word('edited')} ${clock(date)}` : clock(date));
