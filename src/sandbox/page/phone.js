// One phone: the chat, the input line, the sheets for attachments and commands, and the panel of records below.

import { h, icon, wordsFor } from './words.js';
import { attachSheet } from './attach.js';
import { messageElement } from './message.js';

const TYPING_LASTS = 5000;
const NOTICE_LASTS = 3500;
const ANSWER_WITHIN = 10000;

export class Phone {
  constructor(person, bot) {
    Object.assign(this, { person, bot });
    this.words = wordsFor(person.language);
    this.messages = new Map();
    this.around = {};
    this.seen = new Set();
    this.answered = new Set();
    this.root = document.getElementById('station').content.firstElementChild.cloneNode(true);
    this.time = format(person, { hour: '2-digit', minute: '2-digit' });
    this.day = format(person, { weekday: 'short', day: 'numeric', month: 'short' });
    this.build();
  }

  $(selector) {
    return this.root.querySelector(selector);
  }

  build() {
    const { person, words } = this;
    this.root.id = `phone-${person.user_id}`;
    this.$('.phone').lang = person.language;
    this.$('.name').textContent = person.name;
    this.$('.role').textContent = `${person.role} · ${person.zone.split('/').pop().replaceAll('_', ' ')}`;
    this.$('.bot').textContent = this.bot;
    this.$('.state').textContent = words.bot;
    this.$('.knows').hidden = !person.knows;
    this.$('.about').textContent = person.about;
    this.$('.about').hidden = !person.about;
    this.input = this.$('textarea');
    this.input.placeholder = words.message;
    this.input.setAttribute('aria-label', words.message);
    for (const [name, does] of [['menu', this.showCommands], ['attach', this.showAttach], ['more', this.showMore]]) {
      this.$(`.${name}`).title = words[name];
      this.$(`.${name}`).addEventListener('click', () => this.toggleSheet(name, does));
    }
    this.$('.send').title = words.send;
    this.$('.compose').addEventListener('submit', (event) => { event.preventDefault(); this.send(); });
    this.input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.send(); }
      if (event.key === 'Escape') this.setContext(null);
    });
    this.input.addEventListener('input', () => this.grow());
    this.$('input[type=file]').addEventListener('change', (event) => this.sendPhoto(event.target));
    this.$('.tries').append(h('span', {}, words.try), ...person.tries.map((text) =>
      h('button', { type: 'button', title: text, onclick: () => this.act({ act: 'text', text }) }, text)));
    this.$('.tries').hidden = person.tries.length === 0;
    this.render();
    this.showRecords({ tables: [] });
  }

  // What the person does goes to the stand-in; what comes of it comes back by the event stream.
  async act(act) {
    this.closeSheet();
    return this.post('act', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(act) });
  }

  async post(path, request) {
    const answer = await fetch(`api/phones/${this.person.user_id}/${path}`, request).catch(() => null);
    const body = await answer?.json().catch(() => ({}));
    if (!answer?.ok) this.toast(body?.error ?? 'The demo does not answer.');
    return answer?.ok ? body : null;
  }

  async send() {
    const text = this.input.value.trim();
    if (!text) return;
    const { context } = this;
    this.input.value = '';
    this.grow();
    this.setContext(null);
    if (context?.edit) await this.act({ act: 'edit', message_id: context.edit.id, text });
    else await this.act({ act: 'text', text, reply_to: context?.reply?.id ?? null });
  }

  async sendPhoto(picker) {
    const [file] = picker.files;
    picker.value = '';
    if (file) await this.sendPicture(file);
  }

  // What stands in the input line goes with it.
  async sendPicture(picture) {
    const caption = encodeURIComponent(this.input.value.trim());
    this.input.value = '';
    this.grow();
    this.closeSheet();
    await this.post(`photo?caption=${caption}`, { method: 'POST', body: picture });
  }

  async tap(message, button) {
    this.waiting = { message_id: message.id, data: button.data };
    this.render();
    const tapped = await this.act({ act: 'tap', message_id: message.id, data: button.data });
    // The answer may have come before this.
    this.waiting = tapped && !this.answered.has(tapped.query_id) ? { ...this.waiting, ...tapped } : null;
    this.render();
    setTimeout(() => { if (this.waiting?.query_id === tapped?.query_id) { this.waiting = null; this.render(); } }, ANSWER_WITHIN);
  }

  // ---- what arrives

  update({ messages, answers, around }) {
    const first = this.messages.size === 0;
    for (const message of messages) {
      if (message.deleted) this.messages.delete(message.id);
      else this.messages.set(message.id, message);
    }
    for (const answer of answers) {
      this.answered.add(answer.query_id);
      if (this.waiting?.query_id === answer.query_id) this.waiting = null;
      if (answer.text) this.toast(answer.text, answer.alert);
    }
    if (first) this.messages.forEach((_, id) => this.seen.add(id));
    this.setAround(around);
    const follow = first || this.nearEnd() || messages.some((m) => m.mine && !this.seen.has(m.id));
    this.render();
    if (follow) this.toEnd();
  }

  setAround(around) {
    if (around.action && around.action[1] !== this.around.action?.[1]) {
      this.typingUntil = Date.now() + TYPING_LASTS;
      setTimeout(() => this.render(), TYPING_LASTS);
    }
    this.around = around;
    this.$('.menu').hidden = !around.commands?.length;
    const blocked = around.standing === 'blocked';
    this.$('.phone').classList.toggle('blocked', blocked);
    this.showKeyboard(around.keyboard);
  }

  tick(now) {
    this.$('.local').textContent = this.time(now);
    this.$('.local').title = this.day(now);
  }

  // ---- the chat

  nearEnd() {
    const chat = this.$('.chat');
    return chat.scrollHeight - chat.scrollTop - chat.clientHeight < 80;
  }

  toEnd() {
    const chat = this.$('.chat');
    chat.scrollTop = chat.scrollHeight;
  }

  render() {
    const on = {
      reply: (message) => this.setContext({ reply: message }),
      edit: (message) => this.setContext({ edit: message }),
      tap: (message, button) => this.tap(message, button),
    };
    // Elements are kept while what they show stays the same, so that nothing flickers or is read out twice.
    const kept = this.kept ?? new Map();
    this.kept = new Map();
    const items = [];
    const add = (key, make) => {
      const item = kept.get(key) ?? make();
      this.kept.set(key, item);
      items.push(item);
    };
    let lastDay = null;
    for (const message of [...this.messages.values()].sort((a, b) => a.id - b.id)) {
      const day = this.day(message.at);
      if (day !== lastDay) add(`day ${message.id}`, () => h('li.day', {}, h('span', {}, day)));
      lastDay = day;
      const { words, bot, time } = this;
      const waiting = this.waiting?.message_id === message.id ? this.waiting : null;
      const fresh = !this.seen.has(message.id);
      this.seen.add(message.id);
      add(JSON.stringify([message, waiting]), () => messageElement(message, { words, bot, time, on, waiting, fresh }));
    }
    if (items.length === 0) add('start', () => this.startElement());
    const typing = this.around.action && Date.now() < this.typingUntil;
    if (typing) add('typing', () => h('li.theirs.typing', {}, h('.bubble', { 'aria-label': this.words.typing }, h('i'), h('i'), h('i'))));
    this.$('.state').textContent = typing ? `${this.words.typing}…` : this.words.bot;
    arrange(this.$('.chat'), items);
  }

  startElement() {
    return h('li.start', {}, h('p', {}, this.words.empty),
      h('button.primary', { type: 'button', onclick: () => this.act({ act: 'text', text: '/start' }) }, this.words.start));
  }

  toast(text, alert = false) {
    const toast = this.$('.toast');
    toast.replaceChildren(text, ...(alert ? [h('button', { type: 'button', onclick: () => (toast.hidden = true) }, this.words.ok)] : []));
    toast.hidden = false;
    clearTimeout(this.toastTimer);
    if (!alert) this.toastTimer = setTimeout(() => (toast.hidden = true), NOTICE_LASTS);
  }

  // ---- the input line

  grow() {
    this.input.style.height = 'auto';
    this.input.style.height = `${Math.min(this.input.scrollHeight, 110)}px`;
  }

  setContext(context) {
    this.context = context;
    const bar = this.$('.context');
    bar.hidden = !context;
    if (!context) return;
    const atEnd = this.nearEnd();
    const message = context.edit ?? context.reply;
    const title = context.edit ? this.words.editing : this.words.reply;
    bar.replaceChildren(icon(context.edit ? 'edit' : 'reply'), h('span', {}, h('b', {}, title), message.text || '…'),
      h('button.icon', { type: 'button', title: this.words.cancel, onclick: () => { this.input.value = ''; this.setContext(null); } }, icon('close')));
    if (context.edit) this.input.value = message.text;
    this.grow();
    if (atEnd) this.toEnd();
    this.input.focus();
  }

  showKeyboard(keyboard) {
    const place = this.$('.keyboard');
    place.hidden = !keyboard;
    if (!keyboard) return;
    this.input.placeholder = keyboard.input_field_placeholder ?? this.words.message;
    place.replaceChildren(...keyboard.keyboard.map((row) => h('.row', {}, row.map((key) => {
      const text = key.text ?? key;
      return h('button', { type: 'button', onclick: () => this.press(key, text, keyboard) }, text);
    }))));
  }

  press(key, text, keyboard) {
    if (keyboard.one_time_keyboard) this.$('.keyboard').hidden = true;
    if (key.request_contact) return this.act({ act: 'contact', name: this.person.name, phone_number: this.words.sample.phone });
    if (key.request_location) return this.sendPlace();
    return this.act({ act: 'text', text });
  }

  sendPlace() {
    const [[, latitude, longitude]] = this.words.sample.places;
    return this.act({ act: 'location', latitude, longitude });
  }

  // ---- sheets

  toggleSheet(name, does) {
    if (this.sheet === name) return this.closeSheet();
    this.sheet = name;
    this.$('.sheet').replaceChildren(...does.call(this));
    this.$('.sheet').hidden = false;
    return undefined;
  }

  closeSheet() {
    this.sheet = null;
    this.$('.sheet').hidden = true;
  }

  showCommands() {
    return (this.around.commands ?? []).map(({ command, description }) =>
      h('button.command-row', { type: 'button', onclick: () => this.act({ act: 'text', text: `/${command}` }) },
        h('b', {}, `/${command}`), h('span', {}, description)));
  }

  showMore() {
    const blocked = this.around.standing === 'blocked';
    return [h('button.command-row', { type: 'button', onclick: () => this.act({ act: blocked ? 'unblock' : 'block' }) },
      h('b', {}, blocked ? this.words.unblock : this.words.block))];
  }

  showAttach() {
    return attachSheet(this);
  }

  // ---- the records below the phone

  showRecords({ tables, error }) {
    const place = this.$('.tables');
    if (error) return place.replaceChildren(h('p.none', {}, error));
    const filled = (tables ?? []).filter((table) => table.rows.length > 0);
    if (filled.length === 0) return place.replaceChildren(h('p.none', {}, 'Nothing yet. An answer above fills it.'));
    const before = this.records ?? new Map();
    this.records = new Map();
    const row = (table) => ({ id, fields }) => {
      const key = `${table} ${id} ${JSON.stringify(fields)}`;
      this.records.set(key, true);
      const changed = this.recordsShown && !before.has(key);
      return h(`li${changed ? '.changed' : ''}`, {}, id && h('kbd', {}, id), fields.map(fieldElement));
    };
    place.replaceChildren(...filled.map(({ table, rows }) =>
      h('.table', {}, h('h4', {}, table.replaceAll('_', ' '), h('span', {}, rows.length)), h('ul', {}, rows.map(row(table))))));
    this.recordsShown = true;
    return undefined;
  }
}

// Makes `items` the children of `list`, touching only what differs.
function arrange(list, items) {
  const wanted = new Set(items);
  let at = list.firstChild;
  const next = () => { while (at && !wanted.has(at)) { const gone = at; at = at.nextSibling; gone.remove(); } };
  for (const item of items) {
    next();
    if (item === at) at = at.nextSibling;
    else list.insertBefore(item, at);
  }
  next();
}

function fieldElement({ name, old, value }) {
  return h('span.field', {}, h('i', {}, name.replaceAll('_', ' ')), ' ',
    old !== null && h('s', {}, old), old !== null && ' → ', value === null ? '—' : h('b', {}, value));
}

// Times in the person's own zone; those of the phone in their language.
function format(person, options) {
  const formatter = new Intl.DateTimeFormat(person.language === 'en' ? 'en-GB' : person.language, { timeZone: person.zone, ...options });
  return (at) => formatter.format(new Date(at));
}
