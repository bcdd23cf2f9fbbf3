/** `xsweep explore --json`: where the page is. */
export interface ExploreJson {
  readonly schema: "xsweep/explore@1";
  /** A file: or http: address, its fragment the state that is shown. */
  readonly address: string;
}

export const exploreJson = (address: string): ExploreJson => ({
  schema: "xsweep/explore@1",
  address,
});
