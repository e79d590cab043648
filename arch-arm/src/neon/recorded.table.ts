/**
 * Advanced SIMD data processing.
 * Each line: encoding and text, state that it starts from (see testing/vector-states.ts), and what changes. Recorded from
 * qemu-arm 7.2 with -cpu cortex-a15.
 */
export const RECORDED = `
f21e004a vhadd.s16 q0, q7, q5 | ints | d0=33ef4522d556d125 d1=3fffbfffc0003fc0
f36ac002 vhadd.u32 d28, d10, d2 | ints | d28=2b549ae58778a16d
f21e2044 vhadd.s16 q1, q7, q2 | ints | d2=09192b3bcd5eef78 d3=bfffffff00000000
f27040f8 vqadd.s64 q10, q8, q12 | ints | d20=80ff01feff007f81 d21=1337537e93c4d4fb
f2564014 vqadd.s16 d20, d6, d4 | ints | d20=0101fd04f907f60c
f266c010 vqadd.s32 d28, d6, d0 | ints | d28=7fffffff80000000 fpscr=08000000
f25681ee vrhadd.s16 q12, q11, q15 | ints | d24=7fffc000c0003fc0 d25=bf0201804402fdfc
f262e1e2 vrhadd.s32 q15, q9, q9 | ints | d30=000000000000ffff d31=7fffffffffffffff
f35a41a8 vrhadd.u16 d20, d26, d24 | ints | d20=807f80ff7f803fc1
f30622ce vhsub.u8 q1, q11, q7 | ints | d2=366515c4f3a2d0c8 d3=c08080803f7f7f7f
f25e8242 vhsub.s16 q12, q7, q1 | ints | d24=089a2a3dcddeafb7 d25=f6e5d4c332a21088
f30cc242 vhsub.u8 q6, q6, q1 | ints | d12=4080ff81c07f403f d13=f765d54332a2d0c8
f3462238 vqsub.u8 d18, d6, d24 | ints | d18=0100fc0000077700 fpscr=08000000
f31e62dc vqsub.u16 q3, q15, q6 | ints | d6=0000ffff80000000 d7=fd04010100007c77 fpscr=08000000
f20082f0 vqsub.s8 q4, q8, q8 | ints | d8=0000000000000000 d9=0000000000000000
f3106380 vcgt.u16 d6, d16, d0 | ints | d6=ffff000000000000
f36ea38c vcgt.u32 d26, d30, d12 | ints | d26=00000000ffffffff
f26e232c vcgt.s32 d18, d14, d28 | ints | d18=ffffffff00000000
f20803f4 vcge.s8 q0, q12, q10 | ints | d0=ff0000000000ff00 d1=00ffffff0000ff00
f364a3da vcge.u32 q13, q10, q5 | ints | d26=ffffffff00000000 d27=0000000000000000
f204e37c vcge.s8 q7, q2, q14 | ints | d14=0000ff00ff00ff00 d15=00ffffffffffffff
f27244ae vshl.s64 d20, d30, d18 | ints | d20=3fffffffffffffff
f372c44a vshl.u64 q14, q5, q1 | ints | d28=0000000000000000 d29=00007fff80008000
f320840a vshl.u32 d8, d10, d0 | ints | d8=55aa33cc00000000
f32ac436 vqshl.u32 d12, d22, d10 | ints | d12=00000000ffffffff fpscr=08000000
f352643c vqshl.u16 d22, d28, d2 | ints | d22=00813f41f9070000
f326c4fe vqshl.u32 q6, q15, q11 | ints | d12=7fffffff00000000 d13=fe0302ff0402fdfc
f310a544 vrshl.u16 q5, q2, q0 | ints | d10=8000ffff00000000 d11=8000000000000000
f20e4524 vrshl.s8 d4, d20, d14 | ints | d4=0000000000000000
f27ee586 vrshl.s64 d30, d6, d30 | ints | d30=00817e82fc83fb06
f33e8594 vqrshl.u64 d8, d4, d30 | ints | d8=7fffffff80000001
f2108592 vqrshl.s16 d8, d2, d16 | ints | d8=00ff01feff007f81
f26ea5fe vqrshl.s32 q13, q15, q15 | ints | d26=4000000000000000 d27=ff018180000805fc
f36e866a vmax.u32 q12, q7, q13 | ints | d24=ffffffff9abcdef0 d25=ffffffff00000001
f36a6682 vmax.u32 d22, d26, d2 | ints | d22=ffffffffff007f81
f35c0624 vmax.u16 d16, d12, d20 | ints | d16=fe0302ff7fffffff
f31cc6d8 vmin.u16 q6, q14, q4 | ints | d12=0102fd05f907f60b d13=000000000000fbf8
f3046612 vmin.u8 d6, d4, d2 | ints | d6=00ff01fe00000001
f31cc6fa vmin.u16 q6, q14, q13 | ints | d12=0102fd0500000001 d13=0000000000000000
f310c7ca vabd.u16 q6, q8, q5 | ints | d12=2a5633cc0ff0c35a d13=7efd7d057907768b
f216676a vabd.s16 q3, q3, q13 | ints | d6=010302fa06f909f6 d7=8000000000000001
f25aa78e vabd.s16 d26, d26, d14 | ints | d26=1235567965442111
f266a714 vaba.s32 d26, d6, d4 | ints | d26=0102fd0506f809f7
f320671c vaba.u32 d6, d0, d12 | ints | d6=01037d05f908758c
f366277a vaba.u32 q9, q3, q13 | ints | d18=fefd02faf908f609 d19=ffffffff0000fffe
f20248e0 vadd.i8 q2, q9, q8 | ints | d4=800000000000ffff d5=8001fc04f806f50a
f24a4884 vadd.i8 d20, d26, d4 | ints | d20=fefefefe00000002
f220a8ec vadd.i32 q5, q8, q14 | ints | d10=8102fd05f907f60b d11=0102fd05f908f60a
f33a0822 vsub.i64 d0, d10, d18 | ints | d0=55aa33cc0fefc35b
f3266866 vsub.i32 q3, q3, q11 | ints | d6=81037d057907768b d7=8000000080010000
f346082e vsub.i8 d16, d6, d30 | ints | d16=8203fe06fa08f70c
f22c4874 vtst.32 q2, q6, q10 | ints | d4=ffffffffffffffff d5=ffffffffffffffff
f20ea812 vtst.8 d10, d14, d2 | ints | d10=00ff00ffff00ffff
f24668f6 vtst.8 q11, q11, q11 | ints | d22=ffffff00ff00ffff d23=ff000000ffffffff
f352281c vceq.i16 d18, d2, d12 | ints | d18=0000000000000000
f3002818 vceq.i8 d2, d0, d8 | ints | d2=ffff000000000000
f35408fa vceq.i16 q8, q10, q13 | ints | d16=0000000000000000 d17=0000000000000000
f20649ee vmla.i8 q2, q11, q15 | ints | d4=00007fff80008181 d5=80000000f8fb0508
f22e89a0 vmla.i32 d8, d30, d16 | ints | d8=ffffffffffffffff
f25c8966 vmla.i16 q12, q6, q11 | ints | d24=80ff01fe7f000001 d25=923456789bbc5f6f
f3224900 vmls.i32 d4, d2, d0 | ints | d4=80feffffc07f4081
f3540920 vmls.i16 d16, d4, d16 | ints | d16=0000000000000000
f31e49a0 vmls.i16 d4, d30, d16 | ints | d4=7fffffff00000001
f22c6976 vmul.i32 q3, q6, q11 | ints | d6=000000007fff8080 d7=0000000080ff807f
f2006938 vmul.i8 d6, d0, d24 | ints | d6=0001800080000180
f22a49d0 vmul.i32 q2, q13, q0 | ints | d4=8000800080007f80 d5=0000000000000000
f304e9b0 vmul.p8 d14, d20, d16 | ints | d14=0000000000000000
f34c29f2 vmul.p8 q9, q14, q9 | ints | d18=00000000000052f9 d19=0000000000005555
f30ec91e vmul.p8 d12, d14, d14 | ints | d12=0410144044505400
f3142a0a vpmax.u16 d2, d4, d10 | ints | d2=55aac35affff0001
f2580a22 vpmax.s16 d16, d8, d18 | ints | d16=000000007fffffff
f24cca84 vpmax.s8 d28, d28, d4 | ints | d28=ffff00010205070b
f222aab8 vpmin.s32 d10, d18, d24 | ints | d10=ff007f8100000000
f26c8a16 vpmin.s32 d24, d12, d6 | ints | d24=f907f60b80000000
f328aa98 vpmin.u32 d10, d24, d8 | ints | d10=7fffffff00ff01fe
f25e0b60 vqdmulh.s16 q8, q7, q8 | ints | d16=edcc000000000000 d17=ffff00000000ffff
f22e4b40 vqdmulh.s32 q2, q7, q0 | ints | d4=123444436542bc32 d5=0000000100000000
f2160bc6 vqdmulh.s16 q0, q11, q3 | ints | d0=010102fb06f9f614 d1=0000000000000000
f3684b44 vqrdmulh.s32 q10, q4, q2 | ints | d20=ffffffff00000000 d21=01fcfd0100000000
f3660b6a vqrdmulh.s32 q8, q3, q13 | ints | d16=0000000000000000 d17=0000000000000000
f3182ba4 vqrdmulh.s16 d2, d24, d20 | ints | d2=fffc000cfff0fbfc
f21c2b98 vpadd.i16 d2, d28, d8 | ints | d2=7ffefffefe07ef12
f202ebb6 vpadd.i8 d14, d18, d22 | ints | d14=7e8080ff000000fe
f224ab3a vpadd.i32 d10, d4, d26 | ints | d10=0000000000000000
f24a6116 vand d22, d10, d6 | ints | d22=010231040900c20a
f24c015a vand q8, q6, q5 | ints | d16=000000000ff0c35a d17=00ff000080007f80
f20e4136 vand d4, d14, d22 | ints | d4=1234000080005e80
f2184190 vbic d4, d24, d0 | ints | d4=000001fe7f000001
f250c118 vbic d28, d0, d8 | ints | d28=0000000000000000
f258815c vbic q12, q4, q6 | ints | d24=7fffffff80000000 d25=fe00020100058078
f2268174 vorr q4, q3, q10 | ints | d8=ff03fffff907fffb d9=55aa33cc0ff0ffff
f22ee134 vorr d14, d14, d20 | ints | d14=fe3756ff9abdfff8
f260e116 vorr d30, d0, d6 | ints | d30=7ffffd05f907ff8b
f23881b8 vorn d8, d24, d24 | ints | d8=ffffffffffffffff
f2786138 vorn d22, d8, d24 | ints | d22=ffffffffffffffff
f27c4112 vorn d20, d12, d2 | ints | d20=ff00fe017fffffff
f346611a veor d22, d6, d10 | ints | d22=54a8cec9f6f73551
f34a4176 veor q10, q5, q11 | ints | d20=2a55b3cc8ff0bcda d21=ffff8000ffff807f
f34a61b2 veor d22, d26, d18 | ints | d22=ffffffff0000fffe
f35841f0 vbsl q10, q12, q8 | ints | d20=000300fe08007b80 d21=1020de49fab7f651
f31041f4 vbsl q2, q8, q10 | ints | d4=800000000805fbf8 d5=55aa33cc0ff0c35a
f354a1d8 vbsl q13, q10, q4 | ints | d26=fe0302fffffffffe d27=7e0302ff0805fbf8
f320c1b6 vbit d12, d16, d22 | ints | d12=800000007fff807f
f322a1d8 vbit q5, q9, q4 | ints | d10=000000000000ffff d11=7fff82ff8805fff8
f32a81d2 vbit q4, q13, q1 | ints | d8=7fffffff00ff807f d9=ec03008700012108
f33a21f0 vbif q1, q13, q8 | ints | d2=7fffffff00000001 d3=800054009804d600
f3724194 vbif d20, d18, d4 | ints | d20=fe0302ff0000fffe
f3762176 vbif q9, q3, q11 | ints | d18=00007d057907ff8b d19=000000007fffffff
f20cec70 vfma.f32 q7, q6, q8 | special | d14=000000007f800000 d15=7fc000007fc00000 fpscr=00000081
f2404c34 vfma.f32 d20, d0, d20 | singles | d20=7f80000001800003 fpscr=00000014
f2024c16 vfma.f32 d4, d2, d6 | special | d4=7fc000007fc00000 fpscr=00000001
f224ecd6 vfms.f32 q7, q10, q3 | special | d14=7fc0000033800000 d15=7f7fffffff800000 fpscr=00000094
f222ec7c vfms.f32 q7, q1, q14 | singles | d14=c47a2002c2c7cccd fpscr=00000010
f26c0cda vfms.f32 q8, q14, q5 | special | d16=7fc00000c77ff000 fpscr=00000091
f240ed2e vadd.f32 d30, d0, d30 | special | d30=7fc00000c0000000
f2024da0 vadd.f32 d4, d18, d16 | singles | d4=41b8000050123456 fpscr=00000010
f2480d4a vadd.f32 q8, q4, q5 | special | d16=7fc00000477fee00 d17=7f800000b3800000
f2200de6 vsub.f32 q0, q8, q11 | special | d0=ff80000080800000 d1=7fc000007f800000
f2280daa vsub.f32 d0, d24, d26 | singles | d0=cefffff74f000000 fpscr=00000010
f226ad6a vsub.f32 q5, q3, q13 | special | d10=7fc000003f800000 d11=7f7fffff7e800000 fpscr=00000090
f306ed2a vpadd.f32 d14, d6, d26 | singles | d14=c300000040000000 fpscr=00000010
f3048d02 vpadd.f32 d8, d4, d2 | special | d8=7fc000007f7fffff fpscr=00000011
f302cd26 vpadd.f32 d12, d2, d22 | special | d12=7f8000007fc00000 fpscr=00000001
f36e4d02 vabd.f32 d20, d14, d2 | special | d20=7fc000007fc00000 fpscr=00000081
f322ada6 vabd.f32 d10, d18, d22 | singles | d10=419ede0541c00000 fpscr=00000010
f36e2d4c vabd.f32 q9, q7, q6 | special | d18=000000007f800000 d19=7fc000007fc00000 fpscr=00000081
f2426d70 vmla.f32 q11, q1, q8 | special | d22=7fc000007fc00000 d23=7fc00000ff800000 fpscr=00000081
f24c4d1a vmla.f32 d20, d12, d10 | singles | d20=7f000001bef15bef fpscr=00000010
f248cdd2 vmla.f32 q14, q12, q1 | special | d28=7fc000007fc00000 d29=000000007e800000 fpscr=00000081
f224ed9e vmls.f32 d14, d20, d14 | special | d14=0000000080000000 fpscr=00000080
f26e6d30 vmls.f32 d22, d14, d16 | singles | d22=40490fdbce69ed57 fpscr=00000010
f26e4df2 vmls.f32 q10, q15, q9 | special | d20=7fc000007f000000 d21=7fc00000477ff000 fpscr=00000090
f308ed96 vmul.f32 d14, d24, d6 | special | d14=7fc000007fc00000 fpscr=00000001
f3002db2 vmul.f32 d2, d16, d18 | singles | d2=31b7ffffd2522b3c fpscr=00000010
f344cdb4 vmul.f32 d28, d20, d20 | special | d28=2780000027800000
f24e8e6e vceq.f32 q12, q7, q15 | special | d24=0000000000000000 d25=0000000000000000 fpscr=00000080
f20c6eae vceq.f32 d6, d28, d30 | singles | d6=0000000000000000 fpscr=00000080
f24e6ee4 vceq.f32 q11, q15, q10 | special | d22=0000000000000000 d23=0000000000000000
f3446ee6 vcge.f32 q11, q10, q11 | special | d22=0000000000000000 d23=ffffffffffffffff
f30a8eaa vcge.f32 d8, d26, d26 | singles | d8=ffffffffffffffff
f34a8e8a vcge.f32 d24, d26, d10 | special | d24=ffffffff00000000
f322aeae vcgt.f32 d10, d18, d30 | special | d10=00000000ffffffff fpscr=00000081
f36eeeea vcgt.f32 q15, q15, q13 | singles | d30=0000000000000000 d31=ffffffff00000000 fpscr=00000081
f3646e2c vcgt.f32 d22, d4, d28 | special | d22=0000000000000000 fpscr=00000001
f34a2e9c vacge.f32 d18, d26, d12 | special | d18=ffffffff00000000
f30e6ef4 vacge.f32 q3, q15, q10 | singles | d6=0000000000000000 d7=ffffffff00000000 fpscr=00000081
f3088ef8 vacge.f32 q4, q12, q12 | special | d8=0000000000000000 d9=ffffffffffffffff fpscr=00000081
f366ce7e vacgt.f32 q14, q3, q15 | special | d28=0000000000000000 d29=00000000ffffffff fpscr=00000081
f3680e1c vacgt.f32 d16, d8, d12 | singles | d16=0000000000000000 fpscr=00000081
f36eeefe vacgt.f32 q15, q15, q15 | special | d30=0000000000000000 d31=0000000000000000 fpscr=00000001
f206cf42 vmax.f32 q6, q3, q1 | special | d12=7fc000007fc00000 d13=000000007e800000 fpscr=00000081
f2462fca vmax.f32 q9, q11, q5 | singles | d18=40490fdb3f800000 d19=40490fdb3f800000
f2040fca vmax.f32 q0, q10, q5 | special | d0=477fe000477ff000 d1=7f800000477ff000
f2642f2a vmin.f32 d18, d4, d26 | special | d18=7f7fffff00800000
f2600f62 vmin.f32 q8, q0, q9 | singles | d16=40490fdbc1b80000 d17=c02000007fc00000 fpscr=00000080
f224af26 vmin.f32 d10, d4, d22 | special | d10=7f7fffff00000000
f3482f28 vpmax.f32 d18, d8, d24 | special | d18=7fc000007fc00000 fpscr=00000001
f308cfa6 vpmax.f32 d12, d24, d22 | special | d12=7f8000007fc00000 fpscr=00000001
f34ecf80 vpmax.f32 d28, d30, d0 | special | d28=7f8000007fc00000
f32c0f04 vpmin.f32 d0, d12, d4 | special | d0=00800000ff800000
f366afac vpmin.f32 d26, d22, d28 | singles | d26=3f7fffff3f800000
f3288f02 vpmin.f32 d8, d8, d2 | special | d8=7fc000007fc00000 fpscr=00000001
f2446f12 vrecps.f32 d22, d4, d2 | special | d22=7fc000007fc00000 fpscr=00000001
f2420fdc vrecps.f32 q8, q9, q6 | singles | d16=426e0000411aaaab d17=400000007fc00000 fpscr=00000090
f2026f90 vrecps.f32 d6, d18, d0 | special | d6=4000000040000000 fpscr=00000080
f22e4f3a vrsqrts.f32 d4, d14, d26 | special | d4=3fc000003fc00000 fpscr=00000080
f2228fda vrsqrts.f32 q4, q9, q5 | singles | d8=c16c371ec16c371e d9=3fc000007fc00000 fpscr=00000090
f2602fb4 vrsqrts.f32 d18, d16, d20 | special | d18=72ffffff3fc00000 fpscr=00000018
f2a8a0a2 vaddl.s32 q5, d24, d18 | ints | d10=ffffffffff017f80 d11=0000000000ff01fe
f2e8602a vaddl.s32 q11, d8, d26 | ints | d22=0000000000000000 d23=000000007ffffffe
f38e0004 vaddl.u8 q0, d14, d4 | ints | d0=009a00bc00de00f1 d1=0111013301550177
f3eae10a vaddw.u32 q15, q5, d10 | ints | d30=55aa33cc1fe186b4 d31=7fff8000d5aab34c
f2944106 vaddw.s16 q2, q2, d6 | ints | d4=fffff906fffff60c d5=80000102fffffd05
f3ee8180 vaddw.u32 q12, q15, d0 | ints | d24=8000000080007f7f d25=fe0302ff88057bf8
f2e62288 vsubl.s32 q9, d22, d8 | ints | d18=ffffffff80007f81 d19=ffffffffffff8001
f3c86224 vsubl.u8 q11, d8, d20 | ints | d22=00f700fa00040007 d23=ff8100fc00fd0000
f2b08208 vext.8 d8, d0, d8, #2 | ints | d8=ffff7fff80008000
f3fac32e vshll.i32 q14, d30, #32 | ints | d28=ffffffff00000000 d29=7fffffff00000000
f3ae638c vsubw.u32 q3, q15, d12 | ints | d6=7fffffff80000000 d7=fe0302fe8805fbf8
f2c263a4 vsubw.s8 q11, q9, d20 | ints | d22=fff8fffb00050007 d23=8001fffcfffd0000
f2bac4a6 vext.8 d12, d26, d22, #4 | ints | d12=80007f80ffffffff
f2aa0402 vaddhn.i64 d0, q5, q1 | ints | d0=9233d67956a935cb
f286840a vaddhn.i16 d8, q3, q5 | ints | d8=7f80807f563008b9
f3a8a40e vraddhn.i64 d10, q4, q7 | ints | d10=fe0302fe92345679
f39e642a vraddhn.i32 d6, q7, q13 | ints | d6=8000000012349abd
f3ce64aa vraddhn.i16 d22, q15, q13 | ints | d22=7e0308fc80000000
f2faa5aa vext.8 d26, d26, d26, #5 | ints | d26=ff00000001ffffff
f2d4e504 vabal.s16 q15, d4, d4 | ints | -
f2b805a4 vext.8 d0, d24, d20, #5 | ints | d0=ff0805fbf800ff01
f2aac6a2 vsubhn.i64 d12, q13, q9 | ints | d12=00000000fffffffe
f2908686 vsubhn.i32 d8, q8, q3 | ints | d8=0102f9067efd06f8
f2dee6a6 vsubhn.i32 d30, q15, q11 | ints | d30=7e03880500007fff
f3a8660c vrsubhn.i64 d6, q4, q6 | ints | d6=fd04010000000000
f3c686a2 vrsubhn.i16 d24, q11, q9 | ints | d24=0000800080808080
f38606a8 vrsubhn.i16 d0, q11, q12 | ints | d0=6eaae5217f7e8100
f2d0c78e vabdl.s16 q14, d16, d14 | ints | d28=0000654400002110 d29=0000923400005678
f3c22702 vabdl.u8 q9, d2, d2 | ints | d18=0000000000000000 d19=0000000000000000
f3aa87a6 vabdl.u32 q4, d26, d22 | ints | d8=0000000080007f7f d9=0000000080007fff
f3f84802 vtbl.8 d20, {d8}, d2 | ints | d20=ff00ff0000ff0000
f3c2a88e vmlal.u8 q13, d18, d14 | ints | d26=ffffffffdd22ef11
f384a8a0 vmlal.u8 q5, d20, d16 | ints | d11=feff800080007f80
f2e62928 vqdmlal.s32 q9, d6, d24 | ints | d18=000de922ca25e115 fpscr=08000000
f2a2890a vqdmlal.s32 q4, d2, d10 | ints | d8=7fe02e5a3e782cb3 d9=feadad678a945cc8
f2ae690e vqdmlal.s32 q3, d14, d14 | ints | d6=511f1067de52380b d7=0296cdb83beab07f
f280ea28 vmlsl.s8 q7, d0, d24 | ints | d14=11b456785bbb9f70 d15=fffffffe00800001
f3e20a80 vmlsl.u32 q8, d18, d0 | ints | d16=7fff800000807f80
f388aa0a vmlsl.u8 q5, d8, d10 | ints | d10=46b944bc4db369b4 d11=55d4d6aa4d33b44c
f2a8eb26 vqdmlsl.s32 q7, d8, d22 | ints | d14=123456779abdddf0 d15=80007fffffff0001
f29c8b26 vqdmlsl.s16 q4, d12, d22 | ints | d8=7fffffff0000feff d9=7e0202ff0805fbf8 fpscr=08000000
f2980b82 vqdmlsl.s16 q0, d24, d2 | ints | d0=7ffd800080000000 d1=800000007ff80ff7 fpscr=08000000
f2c22c22 vmull.s8 q9, d2, d18 | ints | d18=00000000ff81007f d19=0000000000000000
f2c2ec2a vmull.s8 q15, d2, d26 | ints | d30=000000000000ff81 d31=00000001ffff0002
f39c2c04 vmull.u16 q1, d12, d4 | ints | d2=000000000000ffff d3=7fff800000000000
f2960d0e vqdmull.s16 q0, d6, d14 | ints | d0=05842e48029268a0 d1=0024b0d0fdfc90b0
f2e8adaa vqdmull.s32 q13, d24, d26 | ints | d26=fffffffffe00ff02 d27=fffffffffe01fc04
f2944d24 vqdmull.s16 q2, d4, d20 | ints | d4=00000000fffff7f0 d5=000003fafffffa02
f2c8ee0a vmull.p8 q15, d8, d10 | ints | d30=0505505041413636 d31=19b3666611114444
f2c26e2a vmull.p8 q11, d2, d26 | ints | d22=0000000000000081 d23=0000555500ff55aa
f2caaeae vmull.p8 q13, d26, d30 | ints | d26=00000000000000ff d27=2ad5555555555555
f2e4a040 vmla.i32 d26, d4, d0[0] | ints | d26=7fff807f80007f81
f3f82068 vrev64.32 q9, q12 | ints | d18=ff007f8100ff01fe d19=9abcdef012345678
f2a4a0c8 vmla.i32 d10, d20, d8[0] | ints | d10=57a730cd07eac762
f3b2a14e vuzp.8 q5, q7 | ints | d10=ff000080aaccf05a d11=ffff00013478bcf0 d14=7f80807f55330fc3 d15=ffff000012569ade
f2f80168 vext.8 q8, q4, q12, #1 | ints | d16=f87fffffffffffff d17=81fe0302ff0805fb
f3e06148 vmla.f32 q11, q0, d8[0] | ints | d22=7fc000007fc00000 d23=7fc000007fc00000 fpscr=00000080
f2b222ca vext.8 q1, q9, q5, #2 | ints | d2=ffff000000000000 d3=c35a7fffffffffff
f3aa42c2 vmlal.u32 q2, d26, d2[0] | ints | d4=ffffffffff007f82 d5=7f007f8000ff807f
f296e266 vmlal.s16 q7, d6, d6[2] | ints | d14=12491e9b9ada8c27 d15=fffcff090008e21a
f2a2036e vqdmlal.s32 q0, d2, d14[1] | ints | d0=7fdb2975d68ab470 d1=8024448d4b98861f
f29823c8 vqdmlal.s16 q1, d24, d0[1] | ints | d2=01ff01fe80000000 d3=1135567898bedef0 fpscr=08000000
f2bc03e0 vext.8 q0, q14, q8, #3 | ints | d0=00ffff0102fd05f9 d1=0000000000000000
f2fac468 vext.8 q14, q5, q12, #4 | ints | d28=80007f8055aa33cc d29=ff007f817fff8000
f2e0844e vmls.i32 d24, d0, d14[0] | ints | d24=707701feedf7f781
f2d6646a vmls.i16 d22, d6, d2[3] | ints | d22=7f01780572076a8b
f2a485e6 vmls.f32 d8, d20, d6[1] | ints | d8=7fc000007fc00000 fpscr=00000018
f2e02560 vmls.f32 d18, d0, d0[1] | ints | d18=7fc000007fc00000 fpscr=00000080
f2be65cc vext.8 q3, q15, q6, #5 | ints | d6=ff0805fbf87fffff d7=007ffffffffe0302
f39c66e8 vmlsl.u16 q3, d28, d0[3] | ints | d6=8480760c7e036c16 d7=ff7f0102817f7d04
f2a66662 vmlsl.s32 q3, d6, d2[1] | ints | d6=0109ee25c636cc21 d7=fffefe03f411f009
f2fa26c6 vext.8 q9, q13, q3, #6 | ints | d19=fd05f907f60b8000
f2d647e8 vqdmlsl.s16 q10, d22, d0[3] | ints | d20=7e0202ff8886faf8 d21=d5ac33ca7fffffff fpscr=08000000
f2986748 vqdmlsl.s16 q3, d8, d0[1] | ints | d6=0101fd05f906f60b d7=7fff0000ffffffff
f2f8476c vext.8 q10, q4, q14, #7 | ints | d20=0302ff0805fbf87f d21=02fd05f907f60bfe
f3bcc8c6 vtbx.8 d12, {d28}, d6 | ints | d12=f60700fd7f01ffff
f3fe6840 vtbx.8 d22, {d14}, d0 | ints | d22=7fff80f080f07f80
f2ec48ce vmul.i32 d20, d28, d14[0] | ints | d20=5be38ab0ace83450
f3b8c94a vtbx.8 d12, {d8-d9}, d10 | ints | d12=80000000feffffff
f3f24944 vtbx.8 d20, {d2-d3}, d4 | ints | d20=fe0302ff8181817f
f3aea946 vmul.f32 q5, q7, d6[0] | ints | d10=cbbf8dd854489e2e d11=7fc0000080000000 fpscr=00000090
f39e0ace vmull.u16 q0, d30, d6[1] | ints | d0=f90606f9f90606f9 d1=7c8286f9f90606f9
f3a08a6e vmull.u32 q4, d0, d14[1] | ints | d8=091a344d1110c400 d9=091a2221d4c40000
f2ee2ae6 vmull.s32 q9, d30, d6[1] | ints | d18=fffffffffefd02fb d19=00817e827efd02fb
f2e8cb4c vqdmull.s32 q14, d8, d12[0] | ints | d28=ffffffff00000002 d29=7ffffffe00000002
f2de6b6e vqdmull.s16 q11, d14, d6[3] | ints | d22=ff33e2f0ffbd5bc0 d23=0024b0d000ae49e0
f2d0abc0 vqdmull.s16 q13, d16, d0[0] | ints | d26=0000000000000000 d27=8080000000000000
f3fe8c68 vdup.16 q12, d24[3] | ints | d24=00ff00ff00ff00ff d25=00ff00ff00ff00ff
f39c2cec vqdmulh.s16 q1, q14, d4[3] | ints | d2=ffff000000000000 d3=0000000000000000
f3e2ec4e vqdmulh.s32 q15, q1, d14[0] | ints | d30=ff3642b000ca2163 d31=f19927ac501c1361
f3a2ad6e vqrdmulh.s32 q5, q1, d14[1] | ints | d10=0024448dffdba975 d11=0296cdb8f19927ac
f2a22d44 vqrdmulh.s32 d2, d2, d4[0] | ints | d2=0000000000000000
f2922d62 vqrdmulh.s16 d2, d2, d2[2] | ints | d2=00040008fffc01fc
f3860076 vmvn.i32 q0, #230 @ 0x000000e6 | ints | d0=ffffff19ffffff19 d1=ffffff19ffffff19
f38540f4 vshr.u64 q2, q10, #59 | ints | d4=000000000000001f d5=000000000000000a
f2b5803a vshr.s32 d8, d26, #11 | ints | d8=ffffffff00000000
f38ae17c vsra.u8 q7, q14, #6 | ints | d14=123459789dbce1f0 d15=ffffffff00000304
f3dbc190 vsra.u64 d28, d0, #37 | ints | d28=0102fd05fd07f20b
f2db21d6 vsra.s64 q9, q3, #37 | ints | d18=00000000000917e7
f2d2e27e vrshr.s16 q15, q15, #14 | ints | d30=0002000000000000 d31=0000000000000000
f3d3229a vrshr.u64 d18, d10, #45 | ints | d18=000000000002ad52
f2b9e2b2 vrshr.s64 d14, d18, #7 | ints | d14=0000000000000200
f3bfe33a vrsra.u32 d14, d26, #1 | ints | d14=923456789abcdef1
f3f723fa vrsra.u64 q9, q13, #9 | ints | d18=007fffffff80ffff d19=803fffffffffffff
f2e48374 vrsra.s32 q12, q10, #28 | ints | d24=00ff01feff007f82 d25=1234567d9abcdef1
f38e0432 vsri.8 d0, d18, #2 | ints | d0=40c0800080007fbf
f3984492 vsri.64 d4, d2, #40 | ints | d4=ffffffff0000ff01
f3e804b8 vsri.64 d16, d24, #24 | ints | d16=80000000ff01feff
f2d44510 vshl.s16 d20, d0, #4 | ints | d20=fff000000000f800
f2f28534 vshl.s32 d24, d20, #18 | ints | d24=0bfc0000efe00000
f2bfc558 vshl.s32 q6, q4, #31 | ints | d12=8000000080000000 d13=8000000000000000
f3f185be vsli.64 d24, d30, #49 @ 0x31 | ints | d24=ffff01feff007f81
f3ede5de vsli.64 q15, q7, #45 @ 0x2d | ints | d30=9bde1fffffffffff d31=000022ff0805fbf8
f3b5257a vsli.32 q1, q13, #21 | ints | d2=ffff01fe00207f81 d3=00145678001cdef0
f3854656 vmov.i32 q2, #-704643072 @ 0xd6000000 | ints | d4=d6000000d6000000 d5=d6000000d6000000
f3dba6d0 vqshlu.s64 q13, q0, #27 | ints | d26=ffffffffffffffff d27=0000000000000000 fpscr=08000000
f3d40634 vqshlu.s16 d16, d20, #4 | ints | d16=00002ff080500000 fpscr=08000000
f2da07fe vqshl.s64 q8, q15, #26 | ints | d16=7fffffffffffffff d17=8000000000000000 fpscr=08000000
f2d827b2 vqshl.s64 d18, d18, #24 | ints | d18=000000ffff000000
f39be756 vqshl.u16 q7, q3, #11 | ints | d14=ffffffffffffffff d15=000000000000ffff fpscr=08000000
f2d44834 vshrn.i32 d20, q10, #12 | ints | d20=5aa3ff0ce030805f
f2e9283c vshrn.i64 d18, q14, #23 | ints | d18=0000000005fa0bf2
f292c838 vshrn.i32 d12, q12, #14 | ints | d12=48d16af303fcfc01
f2dba876 vrshrn.i32 d26, q11, #5 | ints | d26=00000000fc0003fc
f2b8287c vrshrn.i64 d2, q14, #8 | ints | d2=0000010005f907f6
f2ee6852 vrshrn.i64 d22, q1, #18 | ints | d22=159e26afc07fbfc0
f3ddc838 vqshrun.s32 d28, q12, #3 | ints | d28=ffff0000ffff0000 fpscr=08000000
f38ec816 vqshrun.s16 d12, q3, #2 | ints | d12=0000000040000000 fpscr=08000000
f3be8818 vqshrun.s64 d8, q4, #2 | ints | d8=00000000ffffffff fpscr=08000000
f3dda872 vqrshrun.s32 d26, q9, #3 | ints | d26=ffff000000002000 fpscr=08000000
f3f3c85c vqrshrun.s64 d28, q6, #13 | ints | d28=ffffffff00000000 fpscr=08000000
f3a34878 vqrshrun.s64 d4, q12, #29 | ints | d4=91a2b3c507f80ff8
f2efc932 vqshrn.s64 d28, q9, #17 | ints | d28=7fffffff00000000 fpscr=08000000
f3956938 vqshrn.u32 d6, q12, #11 | ints | d6=ffffffff1fe0ffff fpscr=08000000
f381e93e vbic.i16 d14, #158 @ 0x009e | ints | d14=122056609a20de60
f39d495e vqrshrn.u32 d4, q7, #3 | ints | d4=ffff0000ffffffff fpscr=08000000
f2b5897a vqrshrn.s64 d8, q13, #11 | ints | d8=80000000ffe00000 fpscr=08000000
f28c697c vqrshrn.s16 d6, q14, #4 | ints | d6=0000000010d09080 fpscr=08000000
f2d50a18 vshll.s16 q8, d8, #5 | ints | d16=ffffffe0ffffffe0 d17=000fffe0ffffffe0
f2b08a3a vshll.s32 q4, d26, #16 | ints | d8=0000000000010000 d9=ffffffffffff0000
f2932a1c vshll.s16 q1, d12, #3 | ints | d2=0003fff8fffffff8 d3=fffc000000000000
f2c38e36 vmov.i64 d24, #0x0000ffff00ffff00 | special | d24=0000ffff00ffff00
f3a94e74 vcvt.f32.u32 q2, q10, #23 | singles | d4=437e000040000002 d5=42fed41443bfb505 fpscr=00000010
f2e7af3e vcvt.s32.f32 d26, d30, #25 | special | d26=00000000fc000000 fpscr=00000001
f386a05f vmov.i32 q5, #239 @ 0x000000ef | ints | d10=000000ef000000ef d11=000000ef000000ef
f280635c vorr.i32 q3, #3072 @ 0x00000c00 | ints | d6=0102fd05f907fe0b d7=00000c000000ffff
f281a11d vorr.i32 d10, #29 @ 0x0000001d | ints | d10=55aa33dd0ff0c35f
f3f00046 vrev64.8 q8, q3 | ints | d16=0bf607f905fd0201 d17=ffff000000000000
f3b4a006 vrev64.16 d10, d6 | ints | d10=f60bf907fd050102
f3f4406c vrev64.16 q10, q14 | ints | d20=f60bf907fd050102 d21=ffff000000000000
f3f040e0 vrev32.8 q10, q8 | ints | d20=0000008000000000 d21=05fd02010bf607f9
f3b0a0ee vrev32.8 q5, q15 | ints | d10=ffffff7fffffffff d11=ff0203fef8fb0508
f3b4c088 vrev32.16 d12, d8 | ints | d12=ffff7fffffffffff
f3f08104 vrev16.8 d24, d4 | ints | d24=ffffffff00000100
f3b0810e vrev16.8 d8, d14 | ints | d8=34127856bc9af0de
f3f08100 vrev16.8 d24, d0 | ints | d24=ff7f00800080807f
f3f0e22e vpaddl.s8 d30, d30 | ints | d30=007efffefffefffe
f3b80266 vpaddl.s32 q0, q11 | ints | d0=ffffffffffffff80 d1=ffffffffffffffff
f3f88244 vpaddl.s32 q12, q2 | ints | d24=0000000000000000 d25=ffffffff80000000
f3b0228e vpaddl.u8 d2, d14 | ints | d2=004600ce015601ce
f3f8428a vpaddl.u32 d20, d10 | ints | d20=00000000659af726
f3b822ac vpaddl.u32 d2, d28 | ints | d2=00000000fa0af310
f3b8a46c vcls.s32 q5, q14 | ints | d10=0000000600000004 d11=0000001f0000000f
f3b4646e vcls.s16 q3, q15 | ints | d6=0000000f000f000f d7=0006000500030004
f3f8a40c vcls.s32 d26, d12 | ints | d26=0000000000000000
f3b824c8 vclz.i32 q1, q4 | ints | d2=0000000100000000 d3=0000000000000004
f3b0a488 vclz.i8 d10, d8 | ints | d10=0100000000000000
f3f884a0 vclz.i32 d24, d16 | ints | d24=0000000000000020
f3b0a52a vcnt.8 d10, d26 | ints | d10=0808080800000001
f3b04540 vcnt.8 q2, q0 | ints | d4=0708010001000701 d5=0100000007080808
f3b0a528 vcnt.8 d10, d24 | ints | d10=0008010708000702
f3b0e5e2 vmvn q7, q9 | ints | d14=ffffffffffff0000 d15=8000000000000000
f3f025c0 vmvn q9, q0 | ints | d18=80007fff7fff807f d19=7fffffff80000000
f3f0c5ac vmvn d28, d28 | ints | d28=fefd02fa06f809f4
f3f4e62e vpadal.s16 d30, d30 | ints | d30=80007ffdfffffffd
f3b00646 vpadal.s8 q0, q3 | ints | d0=8002800280007f81 d1=800000007ffffffd
f3b40626 vpadal.s16 d0, d22 | ints | d0=7fff7fff80007f00
f3f866c4 vpadal.u32 q11, q2 | ints | d22=7fff800180007f80 d23=80000000ffffffff
f3b4e6ec vpadal.u16 q7, q14 | ints | d14=1235547f9abece02 d15=ffffffff00010000
f3b826ec vpadal.u32 q1, q14 | ints | d2=00ff01fff90b7291 d3=123456789abddeef
f3b0a76e vqabs.s8 q5, q15 | ints | d10=7f01010101010101 d11=0203020108050508
f3b8670a vqabs.s32 d6, d10 | ints | d6=55aa33cc0ff0c35a
f3b4e72a vqabs.s16 d14, d26 | ints | d14=0001000100000001
f3b827c4 vqneg.s32 q1, q2 | ints | d2=00000001ffffffff d3=7fffffff00000000 fpscr=08000000
f3b8e7a2 vqneg.s32 d14, d18 | ints | d14=00000000ffff0001
f3f86780 vqneg.s32 d22, d0 | ints | d22=800080007fff8080
f3b5404e vcgt.s16 q2, q7, #0 | singles | d4=00000000ffff0000 d5=ffff000000000000
f3f56062 vcgt.s16 q11, q9, #0 | special | d22=ffff0000ffff0000 d23=0000ffff00000000
f3b16028 vcgt.s8 d6, d24, #0 | singles | d6=ffff0000ff0000ff
f3f90468 vcgt.f32 q8, q12, #0 | singles | d16=ffffffffffffffff d17=00000000ffffffff
f3b90422 vcgt.f32 d0, d18, #0 | singles | d0=ffffffff00000000
f3f9442e vcgt.f32 d20, d30, #0 | special | d20=0000000000000000 fpscr=00000001
f3b500c4 vcge.s16 q0, q2, #0 | special | d0=ffff0000ffffffff d1=000000000000ffff
f3f9c0cc vcge.s32 q14, q6, #0 | singles | d28=00000000ffffffff d29=ffffffffffffffff
f3b1a0e8 vcge.s8 q5, q12, #0 | special | d10=ff00ffffff00ffff d11=ffffffff00ff0000
f3f924e6 vcge.f32 q9, q11, #0 | special | d18=ffffffffffffffff d19=ffffffff00000000
f3f924a2 vcge.f32 d18, d18, #0 | special | d18=ffffffffffffffff fpscr=00000080
f3b9c4aa vcge.f32 d12, d26, #0 | special | d12=ffffffffffffffff
f3b1010c vceq.i8 d0, d12, #0 | singles | d0=0000ffff00000000
f3b9016e vceq.i32 q0, q15, #0 | special | d0=0000000000000000 d1=0000000000000000
f3f90166 vceq.i32 q8, q11, #0 | singles | d16=0000000000000000 d17=0000000000000000
f3f9e522 vceq.f32 d30, d18, #0 | singles | d30=0000000000000000
f3f9c508 vceq.f32 d28, d8, #0 | singles | d28=ffffffff00000000 fpscr=00000080
f3b94540 vceq.f32 q2, q0, #0 | special | d4=00000000ffffffff d5=ffffffff00000000
f3f5c1ec vcle.s16 q14, q14, #0 | special | d28=0000ffff0000ffff d29=0000ffff0000ffff
f3f981a4 vcle.s32 d24, d20, #0 | special | d24=00000000ffffffff
f3f10186 vcle.s8 d16, d6, #0 | singles | d16=00ffff000000ffff
f3b9e588 vcle.f32 d14, d8, #0 | singles | d14=ffffffff00000000 fpscr=00000081
f3b985a2 vcle.f32 d8, d18, #0 | special | d8=ffffffff00000000 fpscr=00000080
f3f92588 vcle.f32 d18, d8, #0 | singles | d18=ffffffff00000000 fpscr=00000081
f3f54204 vclt.s16 d20, d4, #0 | singles | d20=0000ffffffff0000
f3b58224 vclt.s16 d8, d20, #0 | special | d8=00000000ffff0000
f3b9626a vclt.s32 q3, q13, #0 | singles | d6=00000000ffffffff d7=0000000000000000
f3b90624 vclt.f32 d0, d20, #0 | special | d0=00000000ffffffff
f3f90608 vclt.f32 d16, d8, #0 | singles | d16=0000000000000000 fpscr=00000081
f3b92606 vclt.f32 d2, d6, #0 | special | d2=0000000000000000 fpscr=00000001
f3f9c346 vabs.s32 q14, q3 | ints | d28=0102fd0506f809f5
f3b56328 vabs.s16 d6, d24 | ints | d6=00ff01fe01007f81
f3f5c326 vabs.s16 d28, d22 | ints | d28=7fff800080007f80
f3f94726 vabs.f32 d20, d22 | ints | d20=7fff800000007f80
f3f98702 vabs.f32 d24, d2 | ints | d24=00ff01fe7f007f81
f3b92768 vabs.f32 q1, q12 | ints | d2=00ff01fe7f007f81 d3=123456781abcdef0
f3f963c6 vneg.s32 q11, q3 | ints | d22=fefd02fb06f809f5 d23=00000000ffff0001
f3f16380 vneg.s8 d22, d0 | ints | d22=8101800080008180
f3f92380 vneg.s32 d18, d0 | ints | d18=800080007fff8080
f3b92784 vneg.f32 d2, d4 | ints | d2=7fffffff80000001
f3f907a2 vneg.f32 d16, d18 | ints | d16=800000008000ffff
f3f907ea vneg.f32 q8, q13 | ints | d16=7fffffff80000001 d17=0000000080000000
f3fa6200 vmovn.i64 d22, q0 | ints | d22=7fffffff80007f80
f3fa2200 vmovn.i64 d18, q0 | ints | d18=7fffffff80007f80
f3f6420e vmovn.i32 d20, q7 | ints | d20=ffff00015678def0
f3fa0268 vqmovun.s64 d16, q12 | ints | d16=ffffffffffffffff fpscr=08000000
f3ba624a vqmovun.s64 d6, q5 | ints | d6=ffffffffffffffff fpscr=08000000
f3fac24c vqmovun.s64 d28, q6 | ints | d28=ffffffff00000000 fpscr=08000000
f3f20280 vqmovn.s16 d16, q0 | ints | d16=80007fff7f80807f fpscr=08000000
f3faa2a6 vqmovn.s64 d26, q11 | ints | d26=800000007fffffff fpscr=08000000
f3bae2a8 vqmovn.s64 d14, q12 | ints | d14=7fffffff7fffffff fpscr=08000000
f3f2a2c6 vqmovn.u16 d26, q3 | ints | d26=000000ffffffffff fpscr=08000000
f3f2a2e4 vqmovn.u16 d26, q10 | ints | d26=ffffffffffffffff fpscr=08000000
f3b202e6 vqmovn.u16 d0, q11 | ints | d0=ff00ffffffffffff fpscr=08000000
f3b2632e vshll.i8 q3, d30, #8 | ints | d6=ff00ff00ff00ff00 d7=7f00ff00ff00ff00
f3fac304 vshll.i32 q14, d4, #32 | ints | d28=0000000100000000 d29=ffffffff00000000
f3f26328 vshll.i8 q11, d24, #8 | ints | d22=ff0000007f008100 d23=0000ff000100fe00
f3f6c620 vcvt.f16.f32 d28, q8 | special | d28=7e003c00fc008000 fpscr=0000001c
f3f6e62c vcvt.f16.f32 d30, q14 | singles | d30=4dc0cdc03c003c00 fpscr=00000010
f3f6a602 vcvt.f16.f32 d26, q1 | special | d26=000080007e007e00 fpscr=00000081
f3f68726 vcvt.f32.f16 q12, d22 | special | d24=0000000000000000 d25=7fc0000000000000
f3f6472c vcvt.f32.f16 q10, d28 | singles | d20=3fefe0007fc00000 d21=3ff0000033800000
f3b6a724 vcvt.f32.f16 q5, d20 | special | d10=be70000000000000 d11=3e70000000000000
f3bbc42a vrecpe.u32 d12, d26 | singles | d12=ffffffff9e000000
f3bbe40e vrecpe.u32 d14, d14 | special | d14=ffffffffff800000
f3bbe426 vrecpe.u32 d14, d22 | singles | d14=ffffffffffffffff
f3bb24ae vrsqrte.u32 d2, d30 | singles | d2=ffffffff80000000
f3bb64ca vrsqrte.u32 q3, q5 | singles | d6=ffffffff94000000 d7=ff800000ffffffff
f3fb44ca vrsqrte.u32 q10, q5 | singles | d20=ffffffff94000000 d21=ff800000ffffffff
f3bbc542 vrecpe.f32 q6, q1 | special | d12=7fc000007fc00000 d13=7f800000ff800000 fpscr=00000083
f3fbe540 vrecpe.f32 q15, q0 | singles | d30=3ea300003f7f8000 d31=becc800040400000
f3fbc544 vrecpe.f32 q14, q2 | special | d28=000000007e7f8000 d29=80000000fe7f8000 fpscr=00000008
f3fb65e4 vrsqrte.f32 q11, q10 | singles | d22=1fb480005eb48000 d23=3f5700007fc00000 fpscr=00000001
f3fbe5c2 vrsqrte.f32 q15, q1 | singles | d30=3d0180003dcc8000 d31=7fc00000404a8000 fpscr=00000001
f3bbe588 vrsqrte.f32 d14, d8 | special | d14=7fc000007fc00000 fpscr=00000001
f3fb8604 vcvt.f32.s32 d24, d4 | singles | d24=4e9e0000ce440000 fpscr=00000010
f3bb0600 vcvt.f32.s32 d0, d0 | special | d0=4eff000000000000
f3fb462c vcvt.f32.s32 d20, d28 | singles | d20=4e7e00004e7e0000 fpscr=00000010
f3fb46ac vcvt.f32.u32 d20, d28 | special | d20=4eff80004e7e0000
f3bbc6ce vcvt.f32.u32 q6, q7 | singles | d12=4f3f00004e773333 d13=4e9e00004f4f0000 fpscr=00000010
f3fba680 vcvt.f32.u32 d26, d0 | singles | d26=4e8092204e7e0000 fpscr=00000010
f3bbe700 vcvt.s32.f32 d14, d0 | singles | d14=0000000300000001 fpscr=00000010
f3fb8722 vcvt.s32.f32 d24, d18 | singles | d24=00000017ffffffe9
f3bb0722 vcvt.s32.f32 d0, d18 | special | d0=000000007fffffff fpscr=00000081
f3fba7a6 vcvt.u32.f32 d26, d22 | special | d26=ffffffff00000000 fpscr=00000001
f3fb07ee vcvt.u32.f32 q8, q15 | special | d16=0000000000000000 d17=0000000000000000 fpscr=00000011
f3bbc7c6 vcvt.u32.f32 q6, q3 | special | d12=0000000000000001 d13=00000000ffffffff fpscr=00000081
f3b2604a vswp q3, q5 | ints | d6=55aa33cc0ff0c35a d7=7fff800080007f80 d10=0102fd05f907f60b d11=000000000000ffff
f3b2200e vswp d2, d14 | ints | d2=123456789abcdef0 d14=00ff01feff007f81
f3f2c048 vswp q14, q4 | ints | d8=0102fd05f907f60b d9=000000000000ffff d28=7fffffffffffffff d29=fe0302ff0805fbf8
f3f220a6 vtrn.8 d18, d22 | ints | d18=ff000000000080ff d22=7f00800080007fff
f3bac0e4 vtrn.32 q6, q10 | ints | d12=0805fbf87fffffff d13=0ff0c35aff007f81 d20=fe0302ff80000000 d21=55aa33cc00ff01fe
f3b20088 vtrn.8 d0, d8 | ints | d0=ffffff00ff00ff80 d8=7f7fff80ff80ff7f
f3fa0162 vuzp.32 q8, q9 | ints | d16=f907f60b00000000 d17=ffffffff0000ffff d18=0102fd0580000000 d19=7fffffff00000000
f3f24162 vuzp.8 q10, q9 | ints | d18=55330fc3fe0208fb d19=7fffffff000000ff d20=aaccf05a03ff05f8 d21=ffffffff000000ff
f3ba414a vuzp.32 q2, q5 | ints | d4=0000000000000001 d5=80007f800ff0c35a d10=80000000ffffffff d11=7fff800055aa33cc
f3b681a6 vzip.16 d8, d22 | ints | d8=8000ffff7f80ffff d22=7fff7fff8000ffff
f3b601a8 vzip.16 d0, d24 | ints | d0=ff0080007f817f80 d24=00ff7fff01fe8000
f3b2a1ae vzip.8 d10, d30 | ints | d10=ff0ffff0ffc3ff5a d30=7f55ffaaff33ffcc
f2b80ac4 vext.8 q0, q12, q2, #10 | ints | d0=0001123456789abc d1=0000ffffffff0000
f2b40f4c vext.8 q0, q2, q6, #15 | ints | d0=0000007fffffff80 d1=ff01feff007f8180
f2b2674a vext.8 q3, q1, q5, #7 | ints | d6=3456789abcdef000 d7=aa33cc0ff0c35a12
f3b44a6e vtbx.8 d4, {d4-d6}, d30 | ints | -
f3b0c9a6 vtbl.8 d12, {d16-d17}, d22 | ints | d12=0000000000000000
f3f0caaa vtbl.8 d28, {d16-d18}, d26 | ints | d28=0000000000000000
f3b3cc0c vdup.8 d12, d12[1] | ints | d12=ffffffffffffffff
f3f90c4c vdup.8 q8, d12[4] | ints | d16=0000000000000000 d17=0000000000000000
f3bcec4a vdup.32 q7, d10[1] | ints | d14=55aa33cc55aa33cc d15=55aa33cc55aa33cc
`;
