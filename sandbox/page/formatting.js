// Turns a text and its entities into nodes, and moments into words; it never parses markup.
// Entities count UTF-16 units, as JavaScript's strings do.

let language = 'en';
let onCommand = () => {};

export const speak = (chosen) => { language = chosen; };

export function element(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

export function formatted(text, entities, whenCommand) {
  onCommand = whenCommand;
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

const simple = (tag, className = '') => (entity, raw, nodes) => element(tag, {className}, ...nodes);
const FORMATS = {
  bold: simple('b'), italic: simple('i'), underline: simple('u'), strikethrough: simple('s'),
  code: simple('code'), pre: simple('pre'), blockquote: simple('blockquote'),
  expandable_blockquote: simple('blockquote'), custom_emoji: simple('span'),
  mention: simple('span', 'command'), text_mention: simple('span', 'command'),
  spoiler: (entity, raw, nodes) => {
    const veil = element('button', {type: 'button', className: 'spoiler'}, ...nodes);
    veil.onclick = () => veil.classList.add('open');
    return veil;
  },
  url: (entity, raw, nodes) => link(raw, nodes),
  text_link: (entity, raw, nodes) => link(entity.url, nodes),
  bot_command: (entity, raw) => element('button', {
    type: 'button', className: 'command', textContent: raw, onclick: () => onCommand(raw),
  }),
  date_time: (entity, raw) => {
    const time = element('time', {title: absolute(entity.unix_time)});
    Object.assign(time.dataset, {unix: entity.unix_time, format: entity.date_time_format ?? '', raw});
    time.dateTime = new Date(entity.unix_time * 1000).toISOString();
    time.textContent = moment(time.dataset);
    return time;
  },
};

const wrapped = (entity, raw, nodes) =>
  (FORMATS[entity.type] ?? simple('span'))(entity, raw, nodes);

export function link(url, nodes) {
  const safe = /^(https?|tg|ton):/i.test(url);
  return element('a', safe ? {href: url, target: '_blank', rel: 'noopener noreferrer'} : {}, ...nodes);
}

// Times are told in the language of the page.

const absolute = (unix) => new Date(unix * 1000).toLocaleString(language, {
  dateStyle: 'long', timeStyle: 'medium',
});

export function moment({unix, format, raw}) {
  if (format === 'r') return relative(Number(unix));
  const options = {};
  if (format.includes('w')) options.weekday = 'long';
  if (format.includes('d')) Object.assign(options, {month: 'short', day: 'numeric'});
  if (format.includes('D')) Object.assign(options, {year: 'numeric', month: 'long', day: 'numeric'});
  if (format.includes('t')) Object.assign(options, {hour: '2-digit', minute: '2-digit'});
  if (format.includes('T')) Object.assign(options, {hour: '2-digit', minute: '2-digit', second: '2-digit'});
  return format ? new Date(unix * 1000).toLocaleString(language, options) : raw;
}

const UNITS = [['year', 31557600], ['month', 2629800], ['week', 604800], ['day', 86400], ['hour', 3600], ['minute', 60]];

function relative(unix) {
  const seconds = unix - Math.floor(Date.now() / 1000);
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
  return new Intl.RelativeTimeFormat(language, {numeric: 'auto'}).format(Math.trunc(seconds / size), unit);
}
