"""The page Access: members, links and the trail of a workspace."""
