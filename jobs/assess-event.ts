import type { Clock } from '../src/clock.ts'
import { type CallOutPolicy, firstWave } from '../src/mobilisation/call-out.ts'
import type { CallOutId, EventId, HazardEvent, HeadCount } from '../src/mobilisation/hazard-event.ts'
import type { ImpactArea } from '../src/mobilisation/impact-area.ts'
import type { Picked, Selection } from '../src/mobilisation/selection.ts'
import type { Mode } from '../src/wording/mode.ts'

/** A call-out that an event reserved and nobody has planned yet. */
export interface Reserved {
  readonly callOutId: CallOutId
  readonly eventId: EventId
  readonly mode: Mode
  readonly status: 'planning'
  readonly version: number
  readonly event: HazardEvent
  readonly need: HeadCount
  readonly policy: CallOutPolicy
  readonly jurisdiction: string
}

export interface Target {
  readonly name: string
  readonly position: readonly [number, number]
  readonly landmass: number | null
}

/** The plan as it is saved: who is asked first, to come where, because of what. */
export interface CallOutPlan {
  readonly reserved: Reserved
  readonly impact: ImpactArea
  readonly target: Target
  readonly selection: Selection
  /** Chosen again where the rows refuse somebody, with those ids left out. */
  readonly chooseOthers: (want: HeadCount, without: ReadonlySet<string>) => readonly Picked[]
  readonly now: Date
}

export interface Needs {
  loadReserved(eventId: EventId): Promise<Reserved | undefined>
  impactOf(event: HazardEvent): Promise<ImpactArea>
  targetOf(event: HazardEvent, impact: ImpactArea): Promise<Target>
  chooser(
    reserved: Reserved,
    target: Target,
    now: Date,
  ): Promise<(want: HeadCount, without: ReadonlySet<string>) => Selection>
  savePlan(plan: CallOutPlan): Promise<'saved' | 'already-saved'>
  wakeSenders(mode: Mode): Promise<void>
  wakeReview(callOutId: CallOutId, at: Date): Promise<void>
}

/** Turns an event into the first wave of its call-out. Asked twice, it plans once. */
export const assessEvent =
  (needs: Needs, clock: Clock) =>
  async ({ eventId }: { readonly eventId: EventId }): Promise<void> => {
    const reserved = await needs.loadReserved(eventId)
    if (reserved === undefined) return // planned already, or called off before it could be
    const now = clock.now()
    const impact = await needs.impactOf(reserved.event)
    const target = await needs.targetOf(reserved.event, impact)
    const choose = await needs.chooser(reserved, target, now)
    const selection = choose(firstWave(reserved.need, reserved.policy.overcall), new Set())
    const chooseOthers = (want: HeadCount, without: ReadonlySet<string>) => choose(want, without).picked
    const saved = await needs.savePlan({ reserved, impact, target, selection, chooseOthers, now })
    if (saved === 'already-saved') return
    // The rows are saved: if we die here, the sweep wakes the same two jobs.
    await needs.wakeSenders(reserved.mode)
    await needs.wakeReview(reserved.callOutId, now)
  }
