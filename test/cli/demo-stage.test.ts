import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { buildStage } from '../../src/cli/demo/stage.ts'

test('the demo takes its register away and leaves its map', async () => {
  vi.stubEnv('DATABASE_URL', '')
  onTestFinished(() => void vi.unstubAllEnvs())
  const stage = await buildStage('6s')
  onTestFinished(() => rmSync(stage.folder, { recursive: true, force: true }))
  mkdirSync(stage.register)
  writeFileSync(join(stage.register, 'responders.csv'), 'external_id\n')
  writeFileSync(join(stage.folder, 'map.svg'), '<svg/>')
  await stage.strike()
  expect(existsSync(stage.register)).toBe(false)
  expect(existsSync(join(stage.folder, 'map.svg'))).toBe(true)
})
