// What the page knows, the last state from the server, and what it sends there; it draws nothing.

import {WORDS} from './words.js';

export const session = {state: null};
export const languages = Object.keys(WORDS);
export const language = () => session.state?.language ?? 'en';

export function word(name, values = {}) {
  const text = WORDS[language()][name] ?? name;
  return text.replace(/\{(\w+)\}/g, (place, key) => values[key] ?? place);
}

export async function send(route, body) {
  const response = await fetch(`/page/${route}`, {
    method: 'POST',
    headers: {'Content-Type': 'application/json'},
    body: JSON.stringify({user: session.state.me, ...body}),
  });
  return response.ok ? response.json() : {};
}

export const say = (text) => send('say', {text});
