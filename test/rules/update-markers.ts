/** `npm run fixtures`: rewrites the markers of the fixtures to what the rules say now. Read the difference before you keep it. */
import { writeFileSync } from 'node:fs';
import { review } from '../support/engine.ts';
import { asExpectations, markedFixtures } from '../support/fixtures.ts';
import { isOfEngine, parseFixture, writeMarkers } from '../support/markers.ts';

for (const file of markedFixtures()) {
	const fixture = parseFixture(file.source);
	const { findings } = await review(fixture.text, fixture.tree, { only: [file.rule], effects: fixture.effects });
	const kept = fixture.expected.filter((each) => each.text.startsWith('known miss:') || isOfEngine(each));
	const marked = writeMarkers(fixture.text, [...asExpectations(findings, fixture.text), ...kept]);
	if (marked === file.source) continue;
	writeFileSync(file.path, marked);
	console.log(`rewrote ${file.path}`);
}
