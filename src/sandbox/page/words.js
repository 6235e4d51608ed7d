// The phone's own words in its person's language, and the two helpers that everything is built with.

const EN = {
  message: 'Message', try: 'Try:', edited: 'edited', bot: 'bot', typing: 'typing', start: 'Start',
  contact: 'Contact', location: 'Location', voice: 'Voice', photo: 'Photo', sticker: 'Sticker', share: 'Share',
  name: 'Name', phone: 'Phone', reply: 'Reply', edit: 'Edit', cancel: 'Cancel', editing: 'Editing', you: 'You',
  forwarded: 'Forwarded', menu: 'Commands', attach: 'Attach', send: 'Send', more: 'More', block: 'Block bot',
  unblock: 'Unblock bot', ok: 'OK', empty: 'Press Start to talk to the bot', save: 'Save', voiceNote: 'Voice message',
  sample: { name: 'Maria Lopez', phone: '+1 415 555 0132', place: [53.5511, 9.9937] },
};

const ZH = {
  message: '消息', try: '试试：', edited: '已编辑', bot: '机器人', typing: '正在输入', start: '开始',
  contact: '联系人', location: '位置', voice: '语音', photo: '照片', sticker: '贴纸', share: '发送',
  name: '姓名', phone: '电话', reply: '回复', edit: '编辑', cancel: '取消', editing: '编辑消息', you: '你',
  forwarded: '转发', menu: '命令', attach: '附件', send: '发送', more: '更多', block: '停用机器人',
  unblock: '重新启用', ok: '好', empty: '点“开始”和机器人对话', save: '保存', voiceNote: '语音消息',
  sample: { name: '刘敏', phone: '159 0000 2468', place: [31.2304, 121.4737] },
};

export const wordsFor = (language) => (language.startsWith('zh') ? ZH : EN);

// Makes an element: h('b.name', { title: 'x', onclick }, 'text', child, …). Text is always text, never HTML.
export function h(what, props = {}, ...children) {
  const [tag, ...classes] = what.split('.');
  const element = document.createElement(tag || 'div');
  element.className = classes.join(' ');
  for (const [key, value] of Object.entries(props)) {
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (key.startsWith('aria-') || key === 'role') element.setAttribute(key, value);
    else element[key] = value;
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

// An icon of the sprite in index.html.
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `#i-${name}`);
  svg.append(use);
  return svg;
}
