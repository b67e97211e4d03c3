// Short notices that go away by themselves, and alerts that wait to be closed.

import {byId, element} from './elements.js';

const TOAST_SECONDS = 3.5;

export function toast(text) {
  const node = element('div', {className: 'toast', textContent: text});
  byId('toasts').append(node);
  setTimeout(() => node.remove(), TOAST_SECONDS * 1000);
}

export function showAlert(text) {
  byId('alert-text').textContent = text;
  byId('alert').showModal();
}
