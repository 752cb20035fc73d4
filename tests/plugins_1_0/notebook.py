from downslope import Learn, Session
from downslope.registry import load

catalog = load()
session = Session(catalog.level("thirteen"), catalog)
session.do(Learn(12))
print(session.outcome, session.weights)
