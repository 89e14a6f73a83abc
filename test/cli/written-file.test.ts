import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { writePrivateFile } from '../../src/cli/written-file.ts'

const aFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'kentongan-written-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

/** More than a pipe holds: whoever writes it waits for the reader. */
const LONG = `first\n${'x'.repeat(1_000_000)}\n`

test('a private file is closed to others before the first byte is in it, also over one that was open to all', async () => {
  const pipe = join(aFolder(), 'pipe')
  execFileSync('sh', ['-c', 'mkfifo -m 644 "$1"', 'sh', pipe])
  const reader = spawn('sh', ['-c', 'exec 3<"$1"; IFS= read -r _ <&3; ls -l "$1"; cat <&3 >/dev/null', 'sh', pipe])
  let said = ''
  reader.stdout.on('data', (piece: Buffer) => {
    said += piece.toString()
  })
  const ended = new Promise((resolve) => reader.once('close', resolve))
  writePrivateFile(pipe, LONG)
  await ended
  expect(said).toMatch(/^prw-------/)
})

test('a private file replaces what was there, whole', () => {
  const file = join(aFolder(), 'made', 'sheet.txt')
  writePrivateFile(file, LONG)
  writeFileSync(file, LONG, { mode: 0o644 })
  writePrivateFile(file, 'short\n')
  expect(readFileSync(file, 'utf8')).toBe('short\n')
  expect(statSync(file).mode & 0o777).toBe(0o600)
})
