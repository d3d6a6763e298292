// Messages whose every part that a stranger writes is hostile.
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

const texts = [
  '<script>window.pwned=1</script>',
  '</script><img src=x onerror="window.pwned=2">',
  '"><svg onload=window.pwned=3>',
  'abc\u202e cod.exe',
  '\x1b[31mred\x1b]0;title\x07',
  '{"__proto__":{"pwned":4}}',
  '${window.pwned=5}',
];

export function writeHostile(folder) {
  mkdirSync(folder, {recursive: true});
  texts.forEach((text, i) => {
    const name = text.replaceAll('/', '\u2215');
    const field = text.replace(/[^!-9;-~]/g, '');
    const message = [
      `From: "${text.replaceAll('"', "'")}" <a${i}@hostile.example>`,
      `To: ${text} <b@hostile.example>`,
      `Subject: ${text}`,
      `${field}: ${text}`,
      `X-Long: ${'y'.repeat(500)}`,
      'Date: Fri, 06 Aug 2004 21:01:54 -0700',
      `Message-ID: <${i}.${field}@hostile.example>`,
      '', text, `${text}  `, '',
    ].join('\r\n');
    writeFileSync(join(folder, `${name}.eml`), message);
  });
  // As one line of the header that long would be, were it not folded by nobody.
  writeFileSync(join(folder, 'large.eml'), `From: a@hostile.example\r\nSubject: <b>${'z'.repeat(1 << 20)}\r\n\r\nbody\r\n`);
}
