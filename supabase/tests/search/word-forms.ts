// Forms of Latvian words and the stem they share, and words that look alike and must stay apart.

export const oneWord: readonly (readonly [forms: string, stem: string])[] = [
	['centrs centri centru centram centra centros centriem centrus centrā', 'centr'],
	['biedrība biedrībām biedrību biedrības biedrībai biedrībā biedrībās', 'biedrib'],
	['kvalitāte kvalitātes kvalitātē kvalitātei kvalitāti', 'kvalitat'],
	['Jelgava Jelgavā Jelgavas Jelgavai Jelgavu JELGAVA', 'jelgav'],
	['Kuldīga Kuldīgā kuldiga Kuldīgas', 'kuldig'],
	['semināri semināru seminārs semināros semināriem seminārā', 'seminar'],
	['Liepāja Liepājā Liepājas Liepājai Liepāju', 'liepaj'],
	['NVO nvo', 'nvo'],
	['KVALB', 'kvalb'],
	['Ape Apes Apē', 'ape'],
	['lācis lāča lāči lāčiem lāčus', 'lac'],
	['gulbis gulbja gulbjiem', 'gulb'],
	['cilvēks cilvēki cilvēkiem cilvēku', 'cilvek'],
	['pašvaldība pašvaldībās pašvaldību pašvaldībām', 'pasvaldib'],
	['apmācības apmācību apmācībām apmācībās', 'apmacib'],
	['uzņēmējdarbība uzņēmējdarbības uzņēmējdarbībai', 'uznemejdarbib'],
	['uzņēmējs uzņēmēji uzņēmējiem uzņēmēju', 'uznemej'],
	['iedzīvotājs iedzīvotāji iedzīvotājiem iedzīvotāja iedzīvotājās', 'iedzivotaj'],
	['jaunietis jaunieši jauniešiem jauniešu jaunietim', 'jaunies'],
	['jauns jaunais jaunajiem jaunajā jaunās jaunajām jauno', 'jaun'],
	['reģionālais reģionālā reģionālajiem reģionālie reģionālo', 'regional'],
	['organizācija organizāciju organizācijām organizācijas', 'organizacij'],
	['valsts valstij valsti valstis valstīm valstu', 'valst'],
	['Ventspils Ventspilī Ventspilij', 'ventspil'],
	['Cēsis Cēsīs Cēsu Cēsīm', 'ces'],
	['Saldus Saldū Saldum', 'sald'],
	['Talsi Talsos Talsu Talsiem', 'tals'],
	['tikšanās tikšanos', 'tiksan'],
	['konference konferences konferencē konferencēm', 'konferenc'],
	['2014', '2014'],
	['a1', 'a1'],
	['krst', 'krst']
];

export const otherWords: readonly (readonly [string, string])[] = [
	['Liepāja', 'liepa'],
	['vieta', 'viesi'],
	['NVO', 'nav'],
	['fonds', 'fons'],
	['kase', 'kaza'],
	['valsts', 'valde'],
	['reģions', 'reģionālais'],
	['projekts', 'projektors']
];
