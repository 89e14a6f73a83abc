// A process that takes a job and never ends it, until it is killed. Argument: the backend's choice as JSON.
import type { JobDefinition } from '../../src/queue/job.ts'
import { type BackendChoice, openBackend } from '../../src/queue/queues.ts'
import { startWorkers } from '../../src/queue/worker.ts'

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const choice: BackendChoice = JSON.parse(process.argv[2] ?? '{}')

const stuck: JobDefinition = {
  name: 'look',
  lanes: ['live'],
  parse: (payload) => payload,
  run: () => {
    process.stdout.write('taken\n')
    return new Promise(() => undefined)
  },
}

await startWorkers({
  backend: await openBackend(choice, silent),
  jobs: [stuck],
  concurrency: { live: 1, exercise: 1, upkeep: 1 },
  log: silent,
})
process.stdout.write('ready\n')
