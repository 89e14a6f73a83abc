#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { z } from 'zod'
import { packageRoot } from '../main/package-root.ts'
import { createCommandLine, type Run } from './run.ts'

const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')))

/** Each is loaded when it is asked for: loading all of them costs a second. In the order in which help lists them. */
const COMMANDS: Readonly<Record<string, () => Promise<(program: Command, run: Run) => void>>> = {
  start: async () => (await import('./start.ts')).startCommand,
  migrate: async () => (await import('./migrate.ts')).migrateCommand,
  sample: async () => (await import('./sample.ts')).sampleCommand,
  import: async () => (await import('./import.ts')).importCommand,
  responders: async () => (await import('./responders.ts')).respondersCommand,
  operator: async () => (await import('./operator.ts')).operatorCommand,
  audit: async () => (await import('./audit.ts')).auditCommand,
  event: async () => (await import('./event.ts')).eventCommand,
  preview: async () => (await import('./preview.ts')).previewCommand,
  'call-out': async () => (await import('./call-out.ts')).callOutCommand,
  'call-sheet': async () => (await import('./call-sheet.ts')).callSheetCommand,
  reply: async () => (await import('./reply.ts')).replyCommand,
  inbox: async () => (await import('./inbox.ts')).inboxCommand,
  readiness: async () => (await import('./readiness.ts')).readinessCommand,
  report: async () => (await import('./report.ts')).reportCommand,
  phase: async () => (await import('./phase.ts')).phaseCommand,
  map: async () => (await import('./map.ts')).mapCommand,
  coverage: async () => (await import('./coverage.ts')).coverageCommand,
  simulate: async () => (await import('./simulate.ts')).simulateCommand,
  drills: async () => (await import('./drills.ts')).drillsCommand,
  competencies: async () => (await import('./competencies.ts')).competenciesCommand,
  campaigns: async () => (await import('./campaigns.ts')).campaignsCommand,
}

const { program, run, execute } = createCommandLine(version)
const given = process.argv.slice(2)
const named = given.find((word) => Object.hasOwn(COMMANDS, word))
// Where the first word is no command, help or the refusal names them all.
const isAlone = named !== undefined && given.slice(0, given.indexOf(named)).every((word) => word === '--json')
for (const [name, load] of Object.entries(COMMANDS)) if (!isAlone || name === named) (await load())(program, run)

const code = await execute(given)
// What was written leaves first; what still holds the process open (a socket, a timer) does not.
process.stdout.write('', () => process.exit(code))
