// The phone's own words in its person's language, and the two helpers that everything is built with.

const EN = {
  message: 'Message', try: 'Try:', edited: 'edited', bot: 'bot', typing: 'typing', start: 'Start',
  contact: 'Contact', location: 'Location', voice: 'Voice', photo: 'Photo', sticker: 'Sticker', share: 'Share',
  forward: 'Forward', live: 'Live location', businessCard: 'Business card', receipt: 'Receipt', fromDisk: 'A file of yours…',
  name: 'Name', phone: 'Phone', reply: 'Reply', edit: 'Edit', cancel: 'Cancel', editing: 'Editing', you: 'You',
  forwarded: 'Forwarded message', menu: 'Commands', attach: 'Attach', send: 'Send', more: 'More', block: 'Block bot',
  unblock: 'Unblock bot', ok: 'OK', empty: 'Press Start to talk to the bot', save: 'Save', voiceNote: 'Voice message',
  sample: {
    name: 'Maria Lopez',
    phone: '+49 30 9018 2044',
    venue: ['Haas Cold Storage', 52.5321, 13.3311, 'Beusselstr. 44, Berlin'],
    places: [
      ['Berlin', 52.5219, 13.4132, 'Alexanderplatz'],
      ['Hamburg', 53.5413, 9.9841, 'the harbour'],
      ['London', 51.5072, -0.1276, 'another time zone'],
    ],
    card: ['Havel Pharma GmbH', 'Jonas Keller', 'Head of Purchasing', '+49 331 555 0176', 'keller@havelpharma.example'],
    receipt: ['Café am Fluss', '2 × lunch menu    37,80', '2 × coffee    7,20', 'Total EUR    45,00'],
    forward: 'Haas: we still need the offer by Friday',
  },
};

const ZH = {
  message: '消息', try: '试试：', edited: '已编辑', bot: '机器人', typing: '正在输入', start: '开始',
  contact: '联系人', location: '位置', voice: '语音', photo: '照片', sticker: '贴纸', share: '发送',
  forward: '转发', live: '实时位置', businessCard: '名片', receipt: '小票', fromDisk: '从电脑里选…',
  name: '姓名', phone: '电话', reply: '回复', edit: '编辑', cancel: '取消', editing: '编辑消息', you: '你',
  forwarded: '转发的消息', menu: '命令', attach: '附件', send: '发送', more: '更多', block: '停用机器人',
  unblock: '重新启用', ok: '好', empty: '点“开始”和机器人对话', save: '保存', voiceNote: '语音消息',
  sample: {
    name: '刘敏',
    phone: '+86 159 0000 2468',
    venue: ['海达食品', 31.2187, 121.5438, '浦东新区张杨路'],
    places: [
      ['上海', 31.2304, 121.4737, '人民广场'],
      ['深圳', 22.541, 114.0579, '福田'],
      ['东京', 35.6812, 139.7671, '另一个时区'],
    ],
    card: ['康宁药业有限公司', '王磊', '采购总监', '138 0000 1357', 'wanglei@kangning.example'],
    receipt: ['河畔咖啡', '商务套餐 × 2    76.00', '咖啡 × 2    48.00', '合计    124.00元'],
    forward: '海达：周五前要新报价',
  },
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
