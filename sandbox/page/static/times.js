// Writes moments in the language of the page: as dates, as clocks, or relative to now.

import {language} from './session.js';

const UNITS = [
  ['year', 31557600], ['month', 2629800], ['week', 604800], ['day', 86400], ['hour', 3600],
  ['minute', 60],
];

const toDate = (unix) => new Date(unix * 1000);

export const clock = (unix) =>
  toDate(unix).toLocaleTimeString(language(), {hour: '2-digit', minute: '2-digit'});

export const fullDate = (unix) =>
  toDate(unix).toLocaleString(language(), {dateStyle: 'long', timeStyle: 'medium'});

export function moment({unix, format, raw}) {
  if (format === 'r') return relative(Number(unix));
  const options = {};
  if (format.includes('w')) options.weekday = 'long';
  if (format.includes('d')) Object.assign(options, {month: 'short', day: 'numeric'});
  if (format.includes('D')) Object.assign(options, {year: 'numeric', month: 'long', day: 'numeric'});
  if (/t/i.test(format)) Object.assign(options, {hour: '2-digit', minute: '2-digit'});
  if (format.includes('T')) options.second = '2-digit';
  return format ? toDate(unix).toLocaleString(language(), options) : raw;
}

function relative(unix) {
  const seconds = unix - Math.floor(Date.now() / 1000);
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
  const format = new Intl.RelativeTimeFormat(language(), {numeric: 'auto'});
  return format.format(Math.trunc(seconds / size), unit);
}

function updateRelativeTimes() {
  for (const time of document.querySelectorAll('time[data-format="r"]')) {
    const now = moment(time.dataset);
    if (time.textContent !== now) time.textContent = now;
  }
}

setInterval(updateRelativeTimes, 1000);
