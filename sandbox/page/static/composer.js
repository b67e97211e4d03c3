// Where a message is written and sent, and the menu of commands above it.

import {byId, element} from './elements.js';
import {say, session, word} from './session.js';

let waiting = false; // sent before the first state was there

export function showComposer(first) {
  showMenu(first ? !typedCommand() : byId('menu').hidden, typedCommand());
  if (first && waiting) byId('composer').requestSubmit();
}

function showMenu(hidden, typed = '') {
  if (!session.state) return;
  const {menu} = session.state;
  const rows = menu.filter(({command}) => `/${command}`.startsWith(typed)).map(menuRow);
  const none = element('p', {textContent: word('noMenu')});
  byId('menu').replaceChildren(...(menu.length ? rows : [none]));
  byId('menu').hidden = hidden || (Boolean(typed) && !rows.length);
  byId('open-menu').setAttribute('aria-expanded', String(!byId('menu').hidden));
}

const menuRow = ({command, description}) => element('button', {
  type: 'button', onclick: () => { say(`/${command}`); write(''); },
}, element('b', {textContent: `/${command}`}), element('span', {textContent: description}));

function write(text) {
  const input = byId('input');
  input.value = text;
  input.style.height = 'auto';
  input.style.height = `${input.scrollHeight + 2}px`;
  showMenu(!typedCommand(), typedCommand());
}

function typedCommand() {
  const text = byId('input').value;
  return /^\/\w*$/.test(text) ? text : '';
}

byId('composer').onsubmit = (event) => {
  event.preventDefault();
  waiting = !session.state;
  if (waiting) return; // it stays where it was typed until it can be sent
  const text = byId('input').value;
  write('');
  if (text.trim()) say(text).catch(() => { if (!byId('input').value) write(text); });
};
byId('input').oninput = () => write(byId('input').value);
byId('input').onkeydown = (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    byId('composer').requestSubmit();
  }
};
byId('start').onclick = () => say('/start');
byId('open-menu').onclick = () => showMenu(!byId('menu').hidden);
document.addEventListener('keydown', (event) => { if (event.key === 'Escape') showMenu(true); });
document.addEventListener('click', (event) => {
  if (!event.target.closest('.composer')) showMenu(true);
});
