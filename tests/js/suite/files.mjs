// FileUploading: a file is sent, read at its link and deleted. `getFile` has no route in the contract.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, last, refused, signedIn, summary, watching, wire } from './harness.mjs';

const PICTURE = new File([new Uint8Array([137, 80, 78, 71, 13, 10, 0, 255])], 'my cup.png', { type: 'image/png' });
const FOLDER = { type: 'page', entity: 'editor', id: 3787 };

test('files: uploaded, read at the link, deleted', async () => {
  const { FileUploading } = await signedIn();
  const [record] = await FileUploading.upload(PICTURE, FOLDER);
  assert.equal(last().search, '?type=page&entity=editor&id=3787');
  assert.deepEqual(wire(), [{ ...record, contentType: 'image/png' }]);
  assert.deepEqual([record.filename, record.size], ['files/project/page/editor/3787/my cup.png', 8]);

  const got = await fetch(record.downloadLink);
  assert.deepEqual([got.status, got.headers.get('content-type')], [200, 'image/png']);
  assert.deepEqual(await bytes(got), await bytes(PICTURE));
  assert.equal(await FileUploading.delete(encodeURIComponent('my cup.png'), FOLDER), true);
  await refused(FileUploading.delete('my cup.png', FOLDER), 404, 'File not found');
  assert.equal((await fetch(record.downloadLink)).status, 404);
});

test('files: made of what an address answers with, and uploaded by the form', async () => {
  const { FileUploading, FormData } = await signedIn();
  const [source] = await FileUploading.upload(PICTURE);
  const copy = await FileUploading.createFileFromUrl(source.downloadLink, 'copy.png');
  assert.deepEqual([copy.name, copy.type, copy.size], ['copy.png', 'image/png', 8]);
  const formData = [
    { marker: 'street', type: 'string', value: 'Quay 1' },
    { marker: 'city', type: 'string', value: 'Hamburg' },
    { marker: 'floor_plan', type: 'file', value: [copy] },
  ];
  const names = { formIdentifier: 'addresses', formModuleConfigId: 3, moduleEntityIdentifier: 'account' };
  const { result: sent, exchanges } = await watching(() =>
    FormData.postFormsData({ ...names, replayTo: null, status: 'sent', formData }),
  );
  assert.deepEqual(summary(exchanges), ['POST /files -> 201', 'POST /form-data -> 201']);
  const [file] = sent.formData.formData[2].value;
  assert.deepEqual([Object.keys(file), file.size], [['filename', 'downloadLink', 'size'], 8]);
  assert.deepEqual(await bytes(await fetch(file.downloadLink)), await bytes(PICTURE));
});

test('files: guests upload, and do not delete', async () => {
  const { FileUploading } = connect();
  assert.equal((await FileUploading.upload(PICTURE)).length, 1);
  await refused(FileUploading.upload(PICTURE, { template: 7 }), 400, 'Template not found');
  await refused(FileUploading.delete('my cup.png'), 401, 'Unauthorized');
});

const bytes = async (file) => new Uint8Array(await file.arrayBuffer());
