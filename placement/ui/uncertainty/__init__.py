"""The Uncertainty page and the sentence that says on other pages how sure an answer is."""
