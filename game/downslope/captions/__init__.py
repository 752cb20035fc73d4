"""The captions while the machine plays: moments of a run, findings about its tries, and how long each part takes.

moments      of a run that was made, or of looks that were taken: a caption each (`sentence`)
findings     of tries, beat by beat; `choice_finding` and `own_way` say why a run is played
end_moment   what it took; `other_setting` what another setting would have taken
plan         how long each step and each caption is seen
"""
