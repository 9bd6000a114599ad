// What the tutorial's bucket holds.
import { crc32, deflateSync } from 'node:zlib';

export interface SeedFile {
  readonly key: string;
  readonly body: Uint8Array | string;
  readonly contentType: string;
}

const LOGO_SIZE = 64;

function pngChunk(type: string, data: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(content));
  return Buffer.concat([length, content, check]);
}

/** A key-coloured disc on a dark square, as a real PNG. */
function logo(): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(LOGO_SIZE, 0);
  header.writeUInt32BE(LOGO_SIZE, 4);
  header.set([8, 2], 8);
  const middle = (LOGO_SIZE - 1) / 2;
  const rows = Array.from({ length: LOGO_SIZE }, (_, y) => [
    0,
    ...Array.from({ length: LOGO_SIZE }, (__, x) => {
      const distance = Math.hypot(x - middle, y - middle);
      return distance < 22 && distance > 10 ? [0xff, 0x99, 0x00] : [0x16, 0x32, 0x4f];
    }).flat(),
  ]);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(Buffer.from(rows.flat()))),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

const INSTALL_SCRIPT = `#!/usr/bin/env bash
# Installs Terraform from HashiCorp's Debian repository.
set -euo pipefail

sudo apt-get update
sudo apt-get install --yes gnupg software-properties-common wget
wget -O- https://apt.releases.hashicorp.com/gpg | gpg --dearmor |
  sudo tee /usr/share/keyrings/hashicorp-archive-keyring.gpg > /dev/null
echo "deb [signed-by=/usr/share/keyrings/hashicorp-archive-keyring.gpg] \\
https://apt.releases.hashicorp.com $(lsb_release -cs) main" |
  sudo tee /etc/apt/sources.list.d/hashicorp.list
sudo apt-get update
sudo apt-get install --yes terraform
terraform -version
`;

const README = `# mynewuser's bucket

Files that the tutorial lists and copies with the credentials of an assumed role.

- \`installing_terraform.sh\` installs Terraform.
- \`logs/2026/\` has one file a day.
- \`notes/\` has keys that a careless client gets wrong.
`;

const logOf = (day: string): string =>
  ['08:00:00 INFO service started', '12:30:00 INFO 1204 requests served', '18:00:00 INFO service stopped']
    .map((line) => `2026-${day} ${line}\n`)
    .join('');

const text = (key: string, body: string, contentType = 'text/plain'): SeedFile => ({ key, body, contentType });

const LOG_DAYS = ['01-15', '01-16', '02-01', '11-23', '11-24'];
const ODD_NAMES = ['a//b.txt', '100%.txt', 'what?.txt', '#1.txt', 'emoji-🙂.txt', 'dots/../x.txt'];

export const seedFiles = (): SeedFile[] => [
  text('installing_terraform.sh', INSTALL_SCRIPT, 'text/x-sh'),
  text('README.md', README, 'text/markdown'),
  { key: 'logo.png', body: logo(), contentType: 'image/png' },
  ...LOG_DAYS.map((day) => text(`logs/2026/${day.replace('-', '/')}.log`, logOf(day))),
  ...ODD_NAMES.map((name) => text(`notes/${name}`, `This object's key is notes/${name}\n`)),
];
