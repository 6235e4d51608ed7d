// One message as an element: text with its entities, what it carries, quotation, buttons, reaction.

import { h, icon } from './words.js';

const TAGS = {
  bold: 'b', italic: 'i', underline: 'u', strikethrough: 's', code: 'code', pre: 'pre', blockquote: 'blockquote',
  expandable_blockquote: 'blockquote', spoiler: 'span.spoiler', bot_command: 'span.command', text_link: 'a',
};

// Text and entities as nodes. Offsets count UTF-16 units, as JavaScript does.
export function rich(text, entities, from = 0, to = text.length) {
  const nodes = [];
  let at = from;
  for (let i = 0; i < entities.length; i++) {
    const { type, offset, length, url } = entities[i];
    const end = Math.min(offset + length, to);
    if (offset < at || offset >= to) continue;
    if (offset > at) nodes.push(text.slice(at, offset));
    const inner = entities.slice(i + 1).filter((e) => e.offset >= offset && e.offset + e.length <= end);
    const props = url && /^https?:/.test(url) ? { href: url, target: '_blank', rel: 'noreferrer' } : {};
    nodes.push(h(TAGS[type] ?? 'span', props, rich(text, inner, offset, end)));
    at = end;
    // A block ends its line by itself.
    if (['pre', 'blockquote', 'expandable_blockquote'].includes(type) && text[at] === '\n') at += 1;
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

const seconds = (n) => `${Math.floor(n / 60)}:${String(n % 60).padStart(2, '0')}`;

function carried(content, words) {
  if (!content) return null;
  const file = `api/files/${encodeURIComponent(content.file_id)}`;
  switch (content.kind) {
    case 'photo':
      return h('a.photo', { href: file, target: '_blank' },
        h('img', { src: file, alt: words.photo, width: content.width, height: content.height }));
    case 'document':
      return h('a.file', { href: file, download: content.file_name }, icon('file'),
        h('span', {}, h('b', {}, content.file_name), h('small', {}, words.save)));
    case 'voice':
      return h('.voice', {}, icon('mic'),
        h('span.wave', { 'aria-label': words.voiceNote }, Array.from({ length: 22 }, (_, i) => h(`i.w${(i * 7) % 5}`))),
        h('small', {}, seconds(content.seconds)));
    case 'sticker':
      return h('.sticker', {}, content.emoji);
    case 'contact':
      return h('.card', {}, icon('person'),
        h('span', {}, h('b', {}, [content.first_name, content.last_name].filter(Boolean).join(' ')),
          h('small', {}, content.phone_number)));
    case 'location':
      return h('.place', {}, icon('pin'), h('small', {}, content.venue?.[0] ?? (content.live ? words.live : `${content.latitude.toFixed(4)}, ${content.longitude.toFixed(4)}`)));
    default:
      return null;
  }
}

function quote(quoted, words, bot) {
  return quoted && h('.quote', {}, h('b', {}, quoted.mine ? words.you : bot), h('span', {}, quoted.text));
}

// `on` has reply(message), edit(message), tap(message, button); `waiting` is the tap that waits for its answer.
export function messageElement(message, { words, bot, time, on, waiting, fresh }) {
  const { mine, content, text } = message;
  const meta = h('span.meta', {}, message.edited && `${words.edited} `, time(message.at));
  const tools = h('span.tools', {},
    h('button.icon', { type: 'button', title: words.reply, onclick: () => on.reply(message) }, icon('reply')),
    mine && (!content || content.kind === 'photo') &&
      h('button.icon', { type: 'button', title: words.edit, onclick: () => on.edit(message) }, icon('edit')));
  const bubble = h(`.bubble${content ? `.with-${content.kind}` : ''}`, {},
    message.forwarded && h('small.forwarded', {}, words.forwarded),
    quote(message.quote, words, bot),
    carried(content, words),
    text && h('.text', {}, rich(text, message.entities)),
    message.reaction ? h('footer', {}, h('span.reaction', {}, message.reaction), meta) : meta);
  const rows = message.buttons.map((row) => h('.row', {}, row.map((button) => buttonElement(message, button, on, waiting))));
  const item = h(`li.${mine ? 'mine' : 'theirs'}${fresh ? '.fresh' : ''}`, {},
    h('.line', {}, bubble, tools),
    rows.length > 0 && h('.buttons', {}, rows));
  bubble.addEventListener('click', () => item.classList.toggle('open'));
  return item;
}

function buttonElement(message, button, on, waiting) {
  if (button.url) return h('a.button', { href: button.url, target: '_blank', rel: 'noreferrer' }, button.text);
  const waits = waiting && waiting.message_id === message.id && waiting.data === button.data;
  return h(`button.button${waits ? '.waits' : ''}`, { type: 'button', onclick: () => on.tap(message, button) }, button.text);
}
