import { walkedOnce } from '../roster/walked-once.ts'
import type { PictureLoaded } from '../store/pictures.ts'
import type { Installation } from './installation.ts'
import { shareWays } from './team-ground.ts'
import { readOnce } from './waters.ts'

const once = <Value>(ask: () => Promise<Value>): (() => Promise<Value>) => {
  let asked: Promise<Value> | undefined
  return () => {
    asked ??= ask()
    return asked
  }
}

/**
 * The installation for one decision: the register and where a tsunami may come are asked for once, when it begins, so
 * that all of it goes by the same and waits for both only once. Not to be kept beyond it: nothing in it is renewed.
 */
export const forOneDecision = (installation: Installation): Installation => {
  const roster = once(async () => walkedOnce(await installation.roster()))
  const one = { ...installation, roster }
  shareWays(one)
  // Whoever needs them finds what failed.
  for (const asked of [roster(), readOnce(one, installation)]) asked.catch(() => undefined)
  return one
}

/** A picture by which people are chosen, and the installation as it is for that. */
export interface Decision {
  readonly one: Installation
  readonly loaded: PictureLoaded
}
