import type { JobDefinition, Lane, Wake } from './job.ts'

/** Every lane has one queue of its name. */
export const LANES: readonly Lane[] = ['live', 'exercise', 'upkeep']

// BullMQ takes neither `:` nor digits alone as a job id.
const WAKE_ID = /^(?!\d+$)[A-Za-z0-9_.-]{1,200}$/
const LONGEST_DELAY_MS = 31 * 86_400_000

/** Throws RangeError for a wake that no queue could keep. */
export const checkWake = (wake: Wake): void => {
  const { job, lane, id, delayMs = 0 } = wake
  if (!LANES.includes(lane)) throw new RangeError(`wake of ${job}: no queue runs the lane ${lane}`)
  if (!WAKE_ID.test(id))
    throw new RangeError(`wake of ${job}: an id is 1 to 200 of A-Z a-z 0-9 _ . -, not digits alone`)
  if (!(delayMs >= 0 && delayMs <= LONGEST_DELAY_MS)) {
    throw new RangeError(`wake of ${job}: delayMs is ${delayMs}, expected 0 to ${LONGEST_DELAY_MS}`)
  }
}

/** The jobs by name. Throws RangeError for a name that comes twice and for a job that no queue would ever bring. */
export const catalogueOf = (jobs: readonly JobDefinition[]): ReadonlyMap<string, JobDefinition> => {
  const byName = new Map<string, JobDefinition>()
  for (const job of jobs) {
    if (byName.has(job.name)) throw new RangeError(`job ${job.name} is in the catalogue twice`)
    if (job.lanes.length === 0) throw new RangeError(`job ${job.name} has no lane, so no queue runs it`)
    for (const lane of job.lanes) {
      if (!LANES.includes(lane)) throw new RangeError(`job ${job.name}: no queue runs the lane ${lane}`)
    }
    byName.set(job.name, job)
  }
  return byName
}
