"""Training and judging the model of names: data in, a spaCy pipeline with its figures out.

``python -m training`` trains it (``make train``), ``python -m training.evaluate`` judges the whole
pass (``make evaluate-ner``). None of it is needed to run the pipeline: the trained model lies in
``pipeline/tag/names/builtin``.
"""
