"""`make faults`: crashes, lost connections and races against the running product."""
