// Makes and finds elements; text becomes text nodes only, never markup.

export const byId = (id) => document.getElementById(id);

export function element(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

export function link(url, nodes) {
  const safe = /^(https?|tg|ton):/i.test(url);
  return element('a', safe ? {href: url, target: '_blank', rel: 'noopener noreferrer'} : {}, ...nodes);
}
