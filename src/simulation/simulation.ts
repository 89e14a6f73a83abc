import { seededChance } from '../roster/chance.ts'
import type { Responder } from '../roster/responder.ts'
import { drawLuck, type Trait, traitOf } from './answering.ts'
import { happeningOf } from './happening.ts'
import type { SimulationModel } from './model.ts'
import { type AtRate, rateOf } from './rate.ts'
import { canBeMet, stageOf } from './scene.ts'
import type { World } from './world.ts'

export interface Plan {
  /** Events whose need the people in reach could fill; those where they are too few are put aside and counted. */
  readonly events: number
  readonly seed: number
  /** Median rates of a yes among those who notice, each 0 to 1. */
  readonly accept: readonly number[]
  /** Chances wanted of ours, each within the bounds of sufficient-wave.ts. */
  readonly targets: readonly number[]
}

export interface Simulation {
  /** As many as were asked for, or fewer where hardly any draw could be used. */
  readonly events: number
  /** Draws put aside because too few people were in reach for the need. */
  readonly tooFew: number
  /** Draws put aside because they fell into the sea, or nothing of the model happens there. */
  readonly nowhere: number
  readonly rates: readonly AtRate[]
}

/** Draws for each event wanted before it is given up: a register without people fills no need. */
const MOST_DRAWS = 50

/**
 * Plays the same events with the same people and the same answers under every policy, at each rate. The same world, model
 * and plan give the same figures on every machine; an event is the same whatever the number of events, and a yes at one
 * rate is a yes at every higher one. Yields the number of events played; returns the figures.
 */
export const simulate = function* (
  world: World,
  model: SimulationModel,
  plan: Plan,
): Generator<number, Simulation, undefined> {
  const { seed } = plan
  const traits = new Map<string, Trait>()
  const traitFor = (responder: Responder): Trait => {
    const known = traits.get(responder.id)
    if (known !== undefined) return known
    const trait = traitOf(responder, seed, model.answers)
    traits.set(responder.id, trait)
    return trait
  }
  const rates = plan.accept.map((accept) => rateOf({ world, model, seed, accept, targets: plan.targets, traitFor }))
  const sceneOf = stageOf(world)
  let [events, tooFew, nowhere] = [0, 0, 0]
  for (let number = 1; events < plan.events && number <= plan.events * MOST_DRAWS; number += 1) {
    const happening = happeningOf(number, seed, world, model.events)
    const scene = happening && sceneOf(happening)
    if (scene === null) nowhere += 1
    else if (canBeMet(scene)) {
      const lucks = scene.people.map(({ responder }) =>
        drawLuck(seededChance(`${seed}:answer:${number}:${responder.id}`)),
      )
      for (const rate of rates) rate.play(scene, lucks)
      events += 1
      yield events
    } else tooFew += 1
  }
  return { events, tooFew, nowhere, rates: rates.map((rate) => rate.figures()) }
}
