-- Who said what about the row that a revision came from: found by the row, not by walking through every resolution of the center.

set local lock_timeout = '2s';

create index held_row_resolutions_row_idx on held_row_resolutions (center_id, held_row_id);
