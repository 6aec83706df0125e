"""How well the search finds, measured on a collection of documents, questions and judgements."""
