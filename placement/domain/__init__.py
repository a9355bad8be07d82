"""Words everything else is built from: types, texts, errors. Imports nothing of ours."""
