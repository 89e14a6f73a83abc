import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { endServer } from '../../src/embedded/shutdown.ts'
import { lives } from './ground.ts'

/** A process with the folder on its command line, which does this on SIGINT. */
const aServer = async (folder: string, onInterrupt: string): Promise<number> => {
  const program = `process.on('SIGINT', () => { ${onInterrupt} }); setInterval(() => {}, 1000); console.log('up')`
  const child = spawn(process.execPath, ['-e', program, folder], { stdio: ['ignore', 'pipe', 'ignore'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  return child.pid ?? 0
}

test('a server that is half gone is waited for: its command line goes before its ports and files do', async () => {
  const pid = await aServer('/srv/data', `process.title = ''; setTimeout(() => process.exit(0), 300)`)
  await endServer(pid, '/srv/data', () => undefined)
  expect(lives(pid)).toBe(false)
})

test('a process that was not started on the folder gets no signal', async () => {
  const pid = await aServer('/srv/other', 'process.exit(0)')
  await endServer(pid, '/srv/data', () => undefined)
  expect(lives(pid)).toBe(true)
})
