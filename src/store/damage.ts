/** The local clone cannot be used any more: thrown away and cloned again, since nothing acknowledged can be in it alone. */
export class CloneDamage extends Error {
  override readonly name = 'CloneDamage';
}
