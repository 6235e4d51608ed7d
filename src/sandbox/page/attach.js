// The sheet behind the paper clip: contact, places, pictures, voice, a forwarded text, a sticker. Samples are at hand, so
// that nobody has to look for a picture or a number first.

import { h, icon } from './words.js';

const tile = (name, label, onclick) => h('button.tile', { type: 'button', onclick }, icon(name), h('span', {}, label));

export function attachSheet(phone) {
  const { words } = phone;
  const show = (...items) => phone.$('.sheet').replaceChildren(...items);
  return [h('.tiles', {},
    tile('person', words.contact, () => show(contactForm(phone))),
    tile('pin', words.location, () => show(...places(phone))),
    tile('photo', words.photo, () => show(...pictures(phone))),
    tile('mic', words.voice, () => phone.act({ act: 'voice', seconds: 12 })),
    tile('forward', words.forward, () => show(forwardForm(phone))),
    tile('face', words.sticker, () => phone.act({ act: 'sticker', emoji: '👍' })))];
}

const choice = (name, about, onclick) =>
  h('button.command-row', { type: 'button', onclick }, h('b', {}, name), about && h('span', {}, about));

// A customer's place by its name, places on the map, and one that moves on by itself.
function places(phone) {
  const { sample, live } = phone.words;
  const [title, latitude, longitude, address] = sample.venue;
  return [
    choice(title, address, () => phone.act({ act: 'venue', title, address, latitude, longitude })),
    ...sample.places.map(([name, lat, lon, about]) =>
      choice(name, about, () => phone.act({ act: 'location', latitude: lat, longitude: lon }))),
    choice(live, null, () => phone.act({ act: 'live_location', latitude, longitude })),
  ];
}

function pictures(phone) {
  const { words } = phone;
  const send = (lines) => draw(lines).then((picture) => phone.sendPicture(picture));
  return [
    choice(words.businessCard, words.sample.card[0], () => send(words.sample.card)),
    choice(words.receipt, words.sample.receipt[0], () => send(words.sample.receipt)),
    choice(words.fromDisk, null, () => phone.$('input[type=file]').click()),
  ];
}

function contactForm(phone) {
  const { words } = phone;
  const field = (value, label) => h('input', { value, required: true, placeholder: label, 'aria-label': label });
  const name = field(words.sample.name, words.name);
  const number = field(words.sample.phone, words.phone);
  const onsubmit = (event) => {
    event.preventDefault();
    phone.act({ act: 'contact', name: name.value, phone_number: number.value });
  };
  return h('form.contact', { onsubmit }, name, number, h('button.primary', { type: 'submit' }, words.share));
}

function forwardForm(phone) {
  const { words } = phone;
  const text = h('input', { value: words.sample.forward, required: true, placeholder: words.message, 'aria-label': words.message });
  const onsubmit = (event) => {
    event.preventDefault();
    phone.act({ act: 'forward', text: text.value });
  };
  return h('form.contact', { onsubmit }, text, h('button.primary', { type: 'submit' }, words.forward));
}

// A card or slip of paper with these lines, as somebody would take a picture of it.
function draw([title, ...lines]) {
  const canvas = h('canvas', { width: 720, height: 130 + 54 * lines.length });
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#6d6256';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = '#fdfbf5';
  pen.fillRect(28, 22, canvas.width - 56, canvas.height - 44);
  pen.fillStyle = '#22302f';
  pen.font = '600 38px system-ui, sans-serif';
  pen.fillText(title, 66, 88);
  pen.font = '28px system-ui, sans-serif';
  lines.forEach((line, i) => pen.fillText(line, 66, 146 + 50 * i));
  return new Promise((done) => { canvas.toBlob(done, 'image/png'); });
}
