/** No search, circle or shore of ours reaches farther: Java is 1,000 km long, and nobody is called across more than half of it. */
export const MAX_RADIUS_KM = 500

/** Throws RangeError, naming what was given, unless 0 < km <= 500. */
export const requireRadius = (name: string, km: number): void => {
  if (!(km > 0 && km <= MAX_RADIUS_KM))
    throw new RangeError(`${name}: expected more than 0 and at most ${MAX_RADIUS_KM} km, got ${km}`)
}
