import Ingestion
print("assonance")
