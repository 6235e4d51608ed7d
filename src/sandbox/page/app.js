// The page: makes a phone for each person, listens to the event stream, and moves the clock.

import { h } from './words.js';
import { Phone } from './phone.js';

const phones = new Map();
const notice = document.getElementById('notice');

function complain(text) {
  notice.textContent = text;
  notice.hidden = !text;
}

const clockFormat = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit',
});

function showClock({ now, moving, error }) {
  document.body.classList.toggle('moving', Boolean(moving));
  document.getElementById('progress').hidden = !moving;
  document.querySelectorAll('[data-step]').forEach((button) => { button.disabled = Boolean(moving); });
  if (error) return complain(error);
  document.getElementById('now').textContent = clockFormat.format(new Date(now)).replaceAll(',', '');
  document.getElementById('now-note').textContent = moving ? 'time is passing …' : 'UTC, the demo’s own clock';
  phones.forEach((phone) => phone.tick(now));
  return undefined;
}

async function moveClock(step) {
  complain('');
  showProgress();
  const answer = await fetch('api/clock', {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ step }),
  }).catch(() => null);
  const body = await answer?.json().catch(() => ({}));
  if (!answer?.ok) complain(body?.error ?? 'The demo does not answer.');
}

function showProgress() {
  document.getElementById('progress').hidden = false;
}

function listen() {
  const stream = new EventSource('api/events');
  const on = (name, does) => stream.addEventListener(name, (event) => does(JSON.parse(event.data)));
  on('clock', showClock);
  on('phone', (change) => phones.get(change.user_id)?.update(change));
  on('knows', (records) => phones.get(records.user_id)?.showRecords(records));
  stream.addEventListener('open', () => {
    complain('');
    phones.forEach((phone) => phone.messages.clear()); // the stream begins with all of them
  });
  stream.addEventListener('error', () => complain('The demo has stopped, or is starting again. This page goes on by itself when it is back.'));
}

// On a narrow screen one phone is seen at a time; the tabs lead to the others.
function addTab(phone) {
  const tab = h('button', { type: 'button', onclick: () => phone.root.scrollIntoView({ behavior: 'smooth', inline: 'center', block: 'nearest' }) },
    phone.person.name.split(' ')[0], h('small', {}, phone.person.role));
  document.getElementById('tabs').append(tab);
  new IntersectionObserver(([entry]) => tab.setAttribute('aria-current', entry.isIntersecting), { threshold: 0.6 }).observe(phone.root);
}

async function begin() {
  const { bot, people } = await (await fetch('api/people')).json();
  for (const person of people) {
    const phone = new Phone(person, bot);
    phones.set(person.user_id, phone);
    document.getElementById('stations').append(phone.root);
    addTab(phone);
  }
  document.querySelectorAll('[data-step]').forEach((button) => {
    button.addEventListener('click', () => moveClock(button.dataset.step));
  });
  listen();
}

begin().catch(() => complain('The demo does not answer.'));
