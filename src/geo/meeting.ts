/** In degrees. */
interface Box {
  readonly west: number
  readonly south: number
  readonly east: number
  readonly north: number
}

/** Whether two boxes have a place in common; a common edge is enough. */
export const boxesMeet = (one: Box, two: Box): boolean =>
  one.west <= two.east && two.west <= one.east && one.south <= two.north && two.south <= one.north

/**
 * The things in groups of those that meet, also by way of others; in the order of each group's first. Takes time with
 * the square of their number: some hundreds are no trouble.
 */
export const groupsOf = <Thing>(
  things: readonly Thing[],
  meet: (one: Thing, two: Thing) => boolean,
): readonly (readonly Thing[])[] => {
  let groups: (readonly Thing[])[] = []
  for (const thing of things) {
    const met = groups.filter((group) => group.some((other) => meet(other, thing)))
    const [first] = met
    const joined = [...met.flat(), thing]
    groups =
      first === undefined
        ? [...groups, joined]
        : groups.flatMap((group) => {
            if (group === first) return [joined]
            return met.includes(group) ? [] : [group]
          })
  }
  return groups
}
