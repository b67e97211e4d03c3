// Copies text exactly as it is, spaces too, and says what was copied.

import {element} from './elements.js';
import {toast} from './notices.js';
import {word} from './session.js';

export async function copy(text) {
  const copied = await navigator.clipboard?.writeText(text).then(() => true, () => false);
  toast(copied || copyBySelection(text) ? word('copied', {text}) : word('notCopied'));
}

// For browsers that refuse the clipboard: an open dialog or a missing permission.
function copyBySelection(text) {
  const before = document.activeElement;
  const area = element('textarea', {value: text});
  document.body.append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  before?.focus();
  return copied;
}
