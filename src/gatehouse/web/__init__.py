"""The pages people read: server-rendered, whole without JavaScript, one route file per page."""
