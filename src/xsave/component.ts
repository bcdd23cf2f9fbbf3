/** What CPUID leaf 0DH says about one state component, and the names the field gives them. */

/** Bytes of the legacy region, the FXSAVE image. SDM1 13.4.1. */
export const LEGACY_REGION = 512;
/** Where the extended region begins: legacy region (512) and XSAVE header (64). SDM1 13.4.2. */
export const EXTENDED_REGION = 576;
/** x87 and SSE: they live in the legacy region, so they move nothing. */
export const LEGACY_MASK = 0x3n;
/** The highest bit that can name a state component: bit 63 of XCOMP_BV is the format flag. */
export const LAST_BIT = 62;
/** Sizes and offsets stop here, so that a 32-bit lane holds every one of them. */
export const SIZE_MAX = 2 ** 31 - 1;

export type Format = "standard" | "compacted";

export interface StateComponent {
  /** Bit in XCR0 (user) or IA32_XSS (supervisor), 2..62. */
  readonly bit: number;
  readonly name: string;
  /** Bytes. EAX. */
  readonly size: number;
  /** Byte offset in the standard format, EBX; null for a supervisor component, which has none. */
  readonly offset: number | null;
  /** Managed through IA32_XSS, compacted format only. ECX[0]. */
  readonly supervisor: boolean;
  /** Starts on a 64-byte boundary in the compacted format. ECX[1]. */
  readonly align64: boolean;
  /** Extended feature disable applies to it. ECX[2]. */
  readonly xfd: boolean;
}

/** A user component: one that has a place in the standard format. */
export type UserComponent = StateComponent & { readonly offset: number };

export const isUser = (component: StateComponent): component is UserComponent =>
  component.offset !== null;

/** The name of each architectural component, by bit (SDM1 13.1, APM2 11.5.2, APX 3.1.4.3). */
export const COMPONENT_NAMES: ReadonlyMap<number, string> = new Map([
  [0, "x87"],
  [1, "SSE"],
  [2, "AVX"],
  [3, "BNDREGS"],
  [4, "BNDCSR"],
  [5, "opmask"],
  [6, "ZMM_Hi256"],
  [7, "Hi16_ZMM"],
  [8, "PT"],
  [9, "PKRU"],
  [10, "PASID"],
  [11, "CET_U"],
  [12, "CET_S"],
  [13, "HDC"],
  [14, "UINTR"],
  [15, "LBR"],
  [16, "HWP"],
  [17, "XTILECFG"],
  [18, "XTILEDATA"],
  [19, "APX"],
  [62, "LWP"],
]);

/** Components that software enables together, as the MASK grammar names them. */
export const COMPONENT_GROUPS: ReadonlyMap<string, bigint> = new Map([
  ["avx512", 0xe0n],
  ["amx", 0x60000n],
  ["mpx", 0x18n],
  ["cet", 0x1800n],
]);
