/**
 * VFP data processing, conversions and transfers.
 * Each line: encoding and text, state that it starts from (see testing/vector-states.ts), and what changes. Recorded from
 * qemu-arm 7.2 with -cpu cortex-a15.
 */
export const RECORDED = `
ee060a09 vmla.f32 s0, s12, s18 | special fpscr=00400000 | d0=7f800000b3800000
ee010b20 vmla.f64 d0, d1, d16 | doubles fpscr=00c00000 | d0=7ff0000000000000
ee0d9b86 vmla.f64 d9, d29, d6 | doubles | d9=7ffc000000000001 fpscr=00000001
ee464a69 vmls.f32 s9, s12, s19 | special fpscr=02000000 | fpscr=02000010
ee0c7b6d vmls.f64 d7, d12, d29 | doubles fpscr=01000000 | d7=fff8000000000000 fpscr=01000001
ee409acf vmls.f32 s19, s1, s30 | special fpscr=02000000 | d9=ff800000b3800000
ee575b27 vnmls.f64 d21, d7, d23 | doubles fpscr=01000000 | d21=41e0000000200000 fpscr=01000010
ee15aaa2 vnmls.f32 s20, s11, s5 | singles | d10=3fb504f33fb504f5 fpscr=00000010
ee15cb21 vnmls.f64 d12, d5, d17 | doubles | d12=7ff8000000012345
ee542b6f vnmla.f64 d18, d4, d31 | doubles | d18=fff8000000012345
ee102ae2 vnmla.f32 s4, s1, s5 | singles fpscr=00c00000 | d2=447a0000c54a997b fpscr=00c00010
ee161b44 vnmla.f64 d1, d6, d4 | doubles | d1=fffc000000000001 fpscr=00000001
ee23ea00 vmul.f32 s28, s6, s0 | special | d14=0000000180000000
ee6a9a2e vmul.f32 s19, s20, s29 | singles fpscr=00800000 | d9=3f3504f301000003
ee214ba3 vmul.f64 d4, d17, d19 | doubles fpscr=00800000 | d4=7ffc000000000001 fpscr=00800001
ee291a4a vnmul.f32 s2, s18, s20 | special | d1=800000003b7ff000
ee6e8bce vnmul.f64 d24, d30, d14 | doubles fpscr=01000000 | d24=8000000000000000 fpscr=01000080
ee2efb4d vnmul.f64 d15, d14, d13 | doubles fpscr=00800000 | d15=c00921fb54442d18
ee732b8b vadd.f64 d18, d19, d11 | doubles fpscr=00400000 | d18=7ffc000000000001 fpscr=00400001
ee76da00 vadd.f32 s27, s12, s0 | singles fpscr=01000000 | d13=4000000042c80001 fpscr=01000010
ee3adb89 vadd.f64 d13, d26, d9 | doubles fpscr=00400000 | d13=7ff0000000000000 fpscr=00400014
ee367be2 vsub.f64 d7, d22, d18 | doubles fpscr=00800000 | d7=7ff8000000012345
ee7e1acd vsub.f32 s3, s29, s26 | singles fpscr=00800000 | d1=c2c900013eaaaaab
ee71fb4a vsub.f64 d31, d1, d10 | doubles fpscr=02000000 | d31=3ff0000000000000 fpscr=02000010
eec49a05 vdiv.f32 s19, s8, s10 | special | d9=bf800000b3800000
eecbfaac vdiv.f32 s31, s23, s25 | singles | d15=bfa0d97ccf000000
eec56a28 vdiv.f32 s13, s10, s17 | special fpscr=01000000 | d6=ffc000013f800000
ee9c0b8b vfnms.f64 d0, d28, d11 | doubles | d0=c00921fb54442d18 fpscr=00000010
ee901bac vfnms.f64 d1, d16, d28 | doubles fpscr=02000000 | d1=fff0000000000000
ee9f2a82 vfnms.f32 s4, s31, s4 | special fpscr=02000000 | d2=7fc123457fc00000 fpscr=02000001
ee949beb vfnma.f64 d9, d20, d27 | doubles fpscr=02000000 | d9=ffefffffffffffff fpscr=02000010
eedf6a40 vfnma.f32 s13, s30, s0 | singles | d6=4f0000003f7fffff fpscr=00000010
eedaca6f vfnma.f32 s25, s20, s31 | special fpscr=00400000 | d12=ff7fffffff800000 fpscr=00400014
eeef3aac vfma.f32 s7, s31, s25 | special fpscr=00800000 | -
eeef3ba3 vfma.f64 d19, d31, d19 | doubles fpscr=00c00000 | d19=7ffc000000000001 fpscr=00c00001
eeaa9a88 vfma.f32 s18, s21, s16 | special fpscr=01000000 | d9=33800000c7ffe000 fpscr=01000010
eee65acb vfms.f32 s11, s13, s22 | special | d5=ffc0000080800000
eea09aee vfms.f32 s18, s1, s29 | singles fpscr=00400000 | d9=7f0000013fc90fdc fpscr=00400010
eeaadbe5 vfms.f64 d13, d26, d21 | doubles fpscr=02000000 | d13=41f921fb54a8b505 fpscr=02000010
eef21a01 vmov.f32 s3, #33 @ 0x41080000  8.5 | special fpscr=00800000 | d1=41080000ff800000
eef9bb0f vmov.f64 d27, #159 @ 0xc0f80000 -7.750 | doubles fpscr=00400000 | d27=c01f000000000000
eeb79a08 vmov.f32 s18, #120 @ 0x3fc00000  1.5 | special | d9=338000003fc00000
eeb07a65 vmov.f32 s14, s11 | special fpscr=00400000 | d7=00400000ff7fffff
eef04b6f vmov.f64 d20, d31 | doubles | d20=7ff8000000012345
eeb0fa6d vmov.f32 s30, s27 | special | d15=7f7fffff7fc12345
eeb0dbe5 vabs.f64 d13, d21 | doubles fpscr=00800000 | d13=41e0000000200000
eeb02bce vabs.f64 d2, d14 | doubles fpscr=02000000 | d2=3ff0000000000000
eef0dacc vabs.f32 s27, s24 | singles fpscr=00c00000 | d13=3eaaaaab42c80001
eeb18a4b vneg.f32 s16, s22 | special | d8=ffc0000180000000
eeb15a45 vneg.f32 s10, s10 | singles fpscr=00800000 | d5=2f7ffffed0123456
eef16b66 vneg.f64 d22, d22 | doubles | d22=ffefffffffffffff
eeb16bc4 vsqrt.f64 d6, d4 | doubles fpscr=01000000 | d6=0000000000000000 fpscr=01000080
eeb18bc9 vsqrt.f64 d8, d9 | doubles fpscr=02000000 | d8=5fefffffffffffff fpscr=02000010
eeb19ae7 vsqrt.f32 s18, s15 | special fpscr=02000000 | d9=338000001fb504f3 fpscr=02000010
eeb49be3 vcmpe.f64 d9, d19 | doubles | fpscr=30000001
eef44bc1 vcmpe.f64 d20, d1 | doubles fpscr=01000000 | fpscr=21000000
eeb47b47 vcmp.f64 d7, d7 | doubles fpscr=01000000 | fpscr=61000000
eef5cbc0 vcmpe.f64 d28, #0.0 | doubles fpscr=01000000 | fpscr=81000000
eef55a40 vcmp.f32 s11, #0.0 | singles fpscr=01000000 | fpscr=21000000
eef5fac0 vcmpe.f32 s31, #0.0 | special | fpscr=20000000
eeb76ac2 vcvt.f64.f32 d6, s4 | special fpscr=00400000 | d6=7ff82468a0000000 fpscr=00400001
eef7eae9 vcvt.f64.f32 d30, s19 | singles fpscr=00c00000 | d30=47e0000020000000
eef73be6 vcvt.f32.f64 s7, d22 | doubles | d3=7f80000000000000 fpscr=00000014
eeb88ae9 vcvt.f32.s32 s16, s19 | special fpscr=01000000 | d8=ffc000014e4e0000
eeb82b6b vcvt.f64.u32 d2, s23 | doubles fpscr=01000000 | d2=41cb500000000000
eef83bc3 vcvt.f64.s32 d19, s6 | doubles fpscr=00c00000 | d19=0000000000000000
eebcfb67 vcvtr.u32.f64 s30, d23 | doubles fpscr=00c00000 | d15=bfe5555500000000 fpscr=00c00010
eebd9b43 vcvtr.s32.f64 s18, d3 | doubles | d9=7fefffff7fffffff fpscr=00000001
eefdfa6a vcvtr.s32.f32 s31, s21 | special fpscr=00800000 | d15=0000ffe000800000
eefacb48 vcvt.f64.s16 d28, d28, #0 | doubles | d28=40d5554000000000
eeba3ac6 vcvt.f32.s32 s6, s6, #20 | singles | d3=bf00000044773333 fpscr=00000010
eebf5be9 vcvt.u32.f64 d5, d5, #13 | doubles fpscr=00400000 | d5=0000000000000000 fpscr=00400001
eef36a63 vcvtb.f16.f32 s13, s7 | special fpscr=02000000 | fpscr=02000018
eef20a67 vcvtb.f32.f16 s1, s15 | singles | d0=000000003f800000
eeb22a40 vcvtb.f32.f16 s4, s0 | special fpscr=01000000 | d2=7fc1234500000000
ee018a90 vmov s3, r8 | ints fpscr=00800000 | d1=523d71897fffffff
ee17ca90 vmov ip, s15 | ints fpscr=02000000 | r12=00000000
ee130a90 vmov r0, s7 | ints | r0=12345678
ec48aa1b vmov s22, s23, sl, r8 | ints | d11=523d71896483fc8b
ec535a1e vmov r5, r3, s28, s29 | ints | r3=12345678 r5=9abcdef0
ec556a37 vmov r6, r5, s15, s16 | ints fpscr=00800000 | r5=ffffffff r6=00000000
ec552b32 vmov r2, r5, d18 | ints fpscr=00400000 | r2=0000ffff r5=00000000
ec454b30 vmov d16, r4, r5 | ints | d16=36d3a1062db05b85
ec5a0b11 vmov r0, sl, d1 | ints fpscr=02000000 | r0=7fffffff r10=80000000
ee284b10 vmov.32 d8[1], r4 | ints | d8=2db05b85ffffffff
ee132b10 vmov.32 r2, d3[0] | ints | r2=9abcdef0
ee339b90 vmov.32 r9, d19[1] | ints | r9=7fffffff
ee6d6bd0 vmov.8 d29[6], r6 | ints | d29=008700000000ffff
ee6abbd0 vmov.8 d26[6], fp | ints fpscr=00400000 | d26=ff0cffff00000001
ee4f9b90 vmov.8 d31[0], r9 | ints fpscr=00c00000 | d31=fe0302ff0805fb0a
eedb8bf0 vmov.u8 r8, d27[3] | ints | r8=00000000
eef75b50 vmov.u8 r5, d7[6] | ints fpscr=00400000 | r5=00000000
eef8abd0 vmov.u8 sl, d24[6] | ints fpscr=00800000 | r10=000000ff
ee2cbbb0 vmov.16 d28[2], fp | ints fpscr=01000000 | d28=0102420cf907f60b
ee025b30 vmov.16 d2[0], r5 | ints | d2=00ff01feff00a106
ee2e6b30 vmov.16 d14[2], r6 | ints fpscr=00800000 | d14=1234e6879abcdef0
ee350bf0 vmov.s16 r0, d21[3] | ints fpscr=01000000 | r0=000055aa
ee3c9bf0 vmov.s16 r9, d28[3] | ints fpscr=00800000 | r9=00000102
ee134bb0 vmov.s16 r4, d19[0] | ints fpscr=00800000 | r4=ffffffff
ee8e7b10 vdup.32 d14, r7 | ints fpscr=02000000 | d14=491a2c08491a2c08
eeaa8b10 vdup.32 q5, r8 | ints | d10=523d7189523d7189 d11=523d7189523d7189
ee8f7b10 vdup.32 d15, r7 | ints fpscr=00c00000 | d15=491a2c08491a2c08
eef18a10 vmrs r8, fpscr | ints fpscr=00400000 | r8=00400000
eef11a10 vmrs r1, fpscr | ints fpscr=00400000 | r1=00400000
eee19a10 vmsr fpscr, r9 | ints fpscr=00800000 | fpscr=5b60000a
`;
