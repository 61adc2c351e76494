#!/usr/bin/env node
import { buildEmbed } from './build-embed.ts';
import { parseArguments } from './command-line.ts';
import { writeEmbedKit } from './embed-kit.ts';

const USAGE = `fleuve, the command of the video player

  fleuve embed-kit <film url…> --host https://player.example --out dir
      writes a page and an oembed.json for each film, as link previews want them

  fleuve build-embed --base /path/ --out dir [--instances tube.example,other.example]
      writes the embed page for a folder of your host`;

const COMMANDS: Readonly<Record<string, (words: ReturnType<typeof parseArguments>) => Promise<string>>> = {
  'embed-kit': writeEmbedKit,
  'build-embed': buildEmbed,
};

const [name, ...rest] = process.argv.slice(2);
const command = COMMANDS[name ?? ''];
if (command === undefined) {
  console.log(USAGE);
  process.exitCode = name === undefined || name === '--help' || name === 'help' ? 0 : 2;
} else {
  try {
    console.log(await command(parseArguments(rest)));
  } catch (error) {
    console.error(`fleuve: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
