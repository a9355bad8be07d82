"""The screen: the only folder of the library that knows Streamlit."""
