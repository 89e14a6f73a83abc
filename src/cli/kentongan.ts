#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { packageRoot } from '../main/package-root.ts'
import { auditCommand } from './audit.ts'
import { callOutCommand } from './call-out.ts'
import { callSheetCommand } from './call-sheet.ts'
import { coverageCommand } from './coverage.ts'
import { drillsCommand } from './drills.ts'
import { eventCommand } from './event.ts'
import { importCommand } from './import.ts'
import { mapCommand } from './map.ts'
import { migrateCommand } from './migrate.ts'
import { operatorCommand } from './operator.ts'
import { phaseCommand } from './phase.ts'
import { previewCommand } from './preview.ts'
import { replyCommand } from './reply.ts'
import { reportCommand } from './report-link.ts'
import { respondersCommand } from './responders.ts'
import { createCommandLine } from './run.ts'
import { sampleCommand } from './sample.ts'
import { simulateCommand } from './simulate.ts'
import { startCommand } from './start.ts'

const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')))

/** In the order in which help lists them. */
const COMMANDS = [
  startCommand,
  migrateCommand,
  sampleCommand,
  importCommand,
  respondersCommand,
  operatorCommand,
  auditCommand,
  eventCommand,
  previewCommand,
  callOutCommand,
  callSheetCommand,
  replyCommand,
  reportCommand,
  phaseCommand,
  mapCommand,
  coverageCommand,
  simulateCommand,
  drillsCommand,
]

const { program, run, execute } = createCommandLine(version)
for (const register of COMMANDS) register(program, run)

const code = await execute(process.argv.slice(2))
// What was written leaves first; what still holds the process open (a socket, a timer) does not.
process.stdout.write('', () => process.exit(code))
