/** Work that is done in steps of some ten milliseconds, so that whoever has it done may do something else in between. */
export type Steps<Result> = Generator<undefined, Result, undefined>

/** Does all steps at once. */
export const toEnd = <Result>(steps: Steps<Result>): Result => {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}
