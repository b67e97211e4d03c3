// The panel beside the chat: CrystalPAY's faults, and payments to a register.

import {byId, element} from './elements.js';
import {toast} from './notices.js';
import {send, session, word} from './session.js';

const NO_FAULT = 'works';

// `redraw`: the words too, in another language.
export function showRegisters(redraw) {
  const {registers} = session.state;
  const place = byId('registers');
  if (redraw || !place.children.length) place.replaceChildren(...registers.map(registerCard));
  registers.forEach(({fault}, index) => {
    place.children[index].classList.toggle('faulty', fault !== NO_FAULT);
    place.children[index].querySelector('select').value = fault;
  });
  document.querySelector('.dot').hidden = registers.every(({fault}) => fault === NO_FAULT);
}

function registerCard({login, label}) {
  const select = element('select', {id: `fault-${login}`});
  select.append(...session.state.faults.map((name) =>
    element('option', {value: name, textContent: word(name)})));
  select.onchange = () => send('fault', {login, fault: select.value});
  const pay = element('button', {type: 'button', textContent: `+ ${word('payment')}`});
  pay.onclick = () => receivePayment(login);
  return element('div', {className: 'register'},
    element('label', {htmlFor: select.id, textContent: label}), select, pay);
}

async function receivePayment(login) {
  const {payment} = await send('payment', {login});
  toast(word('paid', {payment}));
}

function openPanel(open) {
  byId('panel').classList.toggle('open', open);
  byId('open-panel').setAttribute('aria-expanded', String(open));
  (open ? byId('close-panel') : byId('open-panel')).focus();
}

const isOpen = () => byId('panel').classList.contains('open');

byId('open-panel').onclick = () => openPanel(!isOpen());
byId('close-panel').onclick = () => openPanel(false);
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && isOpen()) openPanel(false);
});
