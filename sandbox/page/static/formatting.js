// Turns a text and its entities into nodes; it never parses markup.
// Entities count UTF-16 units, as JavaScript's strings do.

import {copy} from './clipboard.js';
import {element, link} from './elements.js';
import {say, word} from './session.js';
import {fullDate, moment} from './times.js';

export function formatted(text, entities) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return part(text, sorted, 0, text.length);
}

function part(text, entities, start, end) {
  const nodes = [];
  let at = start;
  for (let i = 0; i < entities.length; i += 1) {
    const entity = entities[i];
    const stop = entity.offset + entity.length;
    if (entity.offset < at || stop > end) continue;
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
    const inner = entities.slice(i + 1).filter((e) => e.offset + e.length <= stop);
    const raw = text.slice(entity.offset, stop);
    nodes.push(wrapped(entity, raw, part(text, inner, entity.offset, stop)));
    at = stop;
  }
  if (at < end) nodes.push(text.slice(at, end));
  return nodes;
}

const wrapped = (entity, raw, nodes) =>
  (FORMATS[entity.type] ?? simple('span'))(entity, raw, nodes);

const simple = (tag, className = '') => (entity, raw, nodes) => element(tag, {className}, ...nodes);

const FORMATS = {
  bold: simple('b'), italic: simple('i'), underline: simple('u'), strikethrough: simple('s'),
  code: copyable('code'), pre: copyable('pre'), blockquote: simple('blockquote'),
  expandable_blockquote: simple('blockquote'), custom_emoji: simple('span'),
  mention: simple('span', 'command'), text_mention: simple('span', 'command'),
  spoiler, date_time: time,
  url: (entity, raw, nodes) => link(raw, nodes),
  text_link: (entity, raw, nodes) => link(entity.url, nodes),
  bot_command: (entity, raw) => element('button', {
    type: 'button', className: 'command', textContent: raw, onclick: () => say(raw),
  }),
};

// As in Telegram's clients: a tap copies the text of the entity; a selection by hand stays one.
function copyable(tag) {
  return (entity, raw, nodes) => {
    const node = element(tag, {title: word('copy')}, ...nodes);
    if (raw.trim()) node.tabIndex = 0; // padding is no stop for the Tab key
    node.onclick = () => { if (getSelection().isCollapsed) copy(raw); };
    node.onkeydown = (event) => { if (event.key === 'Enter') copy(raw); };
    return node;
  };
}

function spoiler(entity, raw, nodes) {
  const veil = element('button', {type: 'button', className: 'spoiler'}, ...nodes);
  veil.onclick = () => veil.classList.add('open');
  return veil;
}

function time({unix_time: unix, date_time_format: format = ''}, raw) {
  const node = element('time', {title: fullDate(unix)});
  Object.assign(node.dataset, {unix, format, raw});
  node.dateTime = new Date(unix * 1000).toISOString();
  node.textContent = moment(node.dataset);
  return node;
}
