// The buttons below a message: they press, open a link or copy a text.

import {copy} from './clipboard.js';
import {element, link} from './elements.js';
import {showAlert, toast} from './notices.js';
import {send} from './session.js';

export const keyRows = (message) => message.keyboard.map((row) =>
  element('div', {className: 'key-row'}, ...row.map((key) => keyNode(message, key))));

function keyNode(message, key) {
  const kind = key.copy ? 'copy' : key.url ? 'url' : '';
  const className = ['key', key.style ?? '', kind].join(' ').trim();
  if (key.url) return Object.assign(link(key.url, [key.label]), {className});
  const node = element('button', {type: 'button', className, textContent: key.label});
  node.onclick = () => (key.copy ? copy(key.copy) : press(message, key, node));
  return node;
}

async function press(message, key, node) {
  if (!key.data || node.getAttribute('aria-busy') === 'true') return;
  node.setAttribute('aria-busy', 'true');
  const answer = await send('press', {message: message.id, data: key.data}).catch(() => ({}));
  node.removeAttribute('aria-busy');
  if (answer.text) (answer.alert ? showAlert : toast)(answer.text);
}
