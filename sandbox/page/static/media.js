// Pictures, which open full at a tap, and files, which are saved.

import {byId, element} from './elements.js';
import {language, word} from './session.js';

const MAX_HEIGHT = 480; // pixels in a bubble
const UNITS = ['byte', 'kilobyte', 'megabyte'];

// The size is set before the picture is there: nothing moves when it arrives.
export function pictureNode({url, width, height}) {
  const scale = Math.min(1, MAX_HEIGHT / height);
  const shown = {width: Math.round(width * scale), height: Math.round(height * scale)};
  const node = element('button', {type: 'button', className: 'picture', title: word('openPicture')},
    element('img', {src: url, alt: word('picture'), ...shown}));
  node.onclick = () => openPicture(url);
  return node;
}

export function fileNode({url, name, size}) {
  return element('a', {className: 'file', href: url, download: name}, element('span', {},
    element('span', {className: 'file-name', textContent: name}),
    element('span', {className: 'file-size', textContent: sizeText(size)})));
}

function sizeText(bytes) {
  const step = bytes < 1024 ? 0 : bytes < 1024 ** 2 ? 1 : 2;
  const style = {style: 'unit', unit: UNITS[step], maximumFractionDigits: 1};
  return (bytes / 1024 ** step).toLocaleString(language(), style);
}

function openPicture(url) {
  const viewer = byId('viewer');
  viewer.replaceChildren(element('img', {src: url, alt: word('picture')}));
  viewer.setAttribute('aria-label', word('picture'));
  viewer.showModal();
}

byId('viewer').onclick = () => byId('viewer').close();
